"""The tags of pages: what they write, what they refuse, what they keep."""

import pytest
from django import forms
from django.core.paginator import Paginator

from glabella.core.errors import InputError
from glabella.web import markup
from glabella.web.templatetags import ui, ui_blocks
from tests.web.rendering import page, rendered, said


class Person(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the <b>passport</b>")
    side = forms.ChoiceField(
        label="Side", widget=forms.RadioSelect, choices=[("l", "left"), ("r", "right")]
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Agreed")
    letter = forms.FileField(label="Letter", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x", required=False)

    def clean(self) -> None:
        if self.data.get("note") == "bad":
            raise forms.ValidationError("The note contradicts the name.")


def test_button_submits_by_default() -> None:
    assert ui.button("Save") == (
        '<button class="button is-secondary" type="submit">Save</button>'
    )


def test_button_takes_attributes_of_html_and_htmx() -> None:
    html = ui.button(
        "Save", kind="primary", type="button", hx_post="/x?a=1&b=2", disabled=True
    )

    assert html == (
        '<button class="button is-primary" type="button" '
        'hx-post="/x?a=1&amp;b=2" disabled>Save</button>'
    )


@pytest.mark.parametrize("nothing", [None, False, ""])
def test_attributes_without_a_value_are_left_out(nothing: object) -> None:
    assert markup.attributes({"title": nothing}) == ""


@pytest.mark.parametrize("name", ["style", "onclick", "on_load"])
def test_attributes_with_inline_style_or_script_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="inline style or script"):
        ui.link_button("Go", "/", **{name: "x"})


def test_words_of_people_are_escaped() -> None:
    assert "<script>" not in ui.button("<script>")
    assert "<script>" not in ui.badge("<script>")
    assert "<script>" not in rendered(
        "{% card title=word %}{{ word }}{% endcard %}", word="<script>"
    )


@pytest.mark.parametrize(
    ("tag", "arguments"),
    [
        (ui.button, {"label": "x", "kind": "loud"}),
        (ui.badge, {"text": "x", "tone": "pink"}),
    ],
)
def test_a_look_that_is_not_of_the_house_is_refused(
    tag: object, arguments: dict[str, str]
) -> None:
    with pytest.raises(InputError, match="is not known here"):
        tag(**arguments)  # type: ignore[operator] # either of two tags


def test_notice_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match='"shout" is no kind of notice'):
        ui_blocks.notice("x", "shout")


def test_only_the_urgent_notice_interrupts_a_reader() -> None:
    kinds = {
        kind: 'role="alert"' in rendered("{% notice kind %}x{% endnotice %}", kind=kind)
        for kind in ("info", "good", "caution", "urgent")
    }

    assert kinds == {"info": False, "good": False, "caution": False, "urgent": True}


def test_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in ui.icon("search")
    assert 'aria-label="Search"' in ui.icon("search", label="Search")


def test_page_head_holds_the_one_heading_and_its_buttons() -> None:
    html = rendered(
        "{% page_head 'Patients' lead='All' overline='Register' %}"
        "{% button 'New' %}{% endpage_head %}"
    )

    assert html.count("<h1>") == 1
    assert said(html) == "Register Patients All New"


def test_page_head_without_buttons_has_no_empty_row() -> None:
    assert "actions" not in rendered("{% page_head 'Patients' %}{% endpage_head %}")


def test_blocks_wrap_their_content() -> None:
    html = rendered(
        "{% card title='A' icon='phone' tone='accent' flush=True %}b{% endcard %}"
        "{% card %}c{% endcard %}"
        "{% fieldset 'D' hint='e' %}f{% endfieldset %}"
        "{% fieldset 'G' %}h{% endfieldset %}"
        "{% dialog 'I' icon='x' %}j{% enddialog %}{% aside 'K' %}l{% endaside %}"
        "{% filters %}m{% endfilters %}{% actions %}n{% endactions %}"
        "{% empty_state 'users' 'O' %}p{% endempty_state %}"
    )

    assert said(html) == "A b c D e f G h I j l m n O p"
    assert 'class="card is-accent is-flush"' in html


def test_table_can_be_scrolled_by_keyboard_and_says_what_it_shows() -> None:
    html = rendered(
        "{% datatable 'People' stacked=True %}<tbody></tbody>{% enddatatable %}"
    )

    assert 'role="region" aria-label="People" tabindex="0"' in html
    assert '<table class="table is-stacked">' in html
    assert '<caption class="visually-hidden">People</caption>' in html


def test_column_without_cards_says_so() -> None:
    html = rendered(
        "{% board 'Day' %}{% column 'Waiting' count=0 %}{% endcolumn %}"
        "{% column 'Done' %}<li>x</li>{% endcolumn %}{% endboard %}"
    )

    assert said(html) == "Waiting 0 Nothing here. Done x"


def test_field_has_a_label_its_help_and_required_as_a_word() -> None:
    html = rendered("{% field form.name unit='kg' width='short' %}", form=Person())

    assert '<label class="field-label" for="id_name">' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert said(html) == "Name required As in the passport kg"


def test_field_of_an_unknown_width_is_refused() -> None:
    with pytest.raises(InputError, match="is not known here"):
        ui.field(Person()["name"], width="huge")


def test_field_that_may_stay_empty_says_nothing_of_it() -> None:
    assert said(rendered("{% field form.note %}", form=Person())) == "Note"


def test_field_of_choices_is_a_group_with_a_legend() -> None:
    html = rendered("{% field form.side %}", form=Person())

    assert '<legend class="field-label">Side' in html
    assert said(html) == "Side required left right"


def test_field_to_tick_has_its_label_behind_it() -> None:
    html = rendered("{% field form.agreed %}", form=Person())

    assert '<label class="choice"><input type="checkbox"' in html


def test_field_for_a_file_can_be_dropped_on() -> None:
    assert "data-file-drop" in rendered("{% field form.letter %}", form=Person())


def test_field_hidden_is_only_its_input() -> None:
    html = rendered("{% field form.secret %}", form=Person()).strip()

    assert html == '<input type="hidden" name="secret" value="x" id="id_secret">'


def test_errors_stand_at_the_field_and_are_announced_with_it() -> None:
    html = rendered("{% field form.name %}", form=Person({}))

    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_error_summary_links_to_each_field() -> None:
    html = rendered("{% form_errors form %}", form=Person({"note": "bad"}))

    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_side_0">Side: This field is required.</a>' in html
    assert "The note contradicts the name." in html


def test_error_summary_without_errors_is_nothing() -> None:
    assert rendered("{% form_errors form %}", form=Person()).strip() == ""


def test_pagination_keeps_the_other_parameters() -> None:
    pages = Paginator(range(230), ui.PAGE_SIZE)
    html = rendered(
        "{% pagination page %}", page=pages.page(4), request=page("/x?q=a%26b&page=2")
    )

    assert 'href="?q=a%26b&amp;page=3" rel="prev"' in html
    assert 'href="?q=a%26b&amp;page=5" rel="next"' in html
    assert said(html) == ("76 to 100 of 230 Previous page 1 2 3 4 5 … 10 Next page")


def test_pagination_of_one_page_only_counts() -> None:
    pages = Paginator(range(3), ui.PAGE_SIZE)

    assert said(rendered("{% pagination page %}", page=pages.page(1))) == "1 to 3 of 3"


@pytest.mark.parametrize(
    ("address", "link", "direction"),
    [
        ("/?page=3", "?sort=name", None),
        ("/?sort=name", "?sort=-name", "ascending"),
        ("/?sort=-name", "?sort=name", "descending"),
        ("/?sort=born", "?sort=name", None),
    ],
)
def test_sort_header_turns_round(
    address: str, link: str, direction: str | None
) -> None:
    html = rendered("{% sort_header 'name' 'Name' %}", request=page(address))

    assert f'href="{link}"' in html
    assert ("aria-sort" in html) == (direction is not None)
    assert direction is None or f'aria-sort="{direction}"' in html


def test_sort_header_without_a_request_still_links() -> None:
    html = rendered("{% sort_header 'name' 'Name' number=True %}", bare=True)

    assert 'class="number"' in html
    assert 'href="?sort=name"' in html


def test_tabs_and_breadcrumb_say_where_one_is() -> None:
    items = [
        {"label": "A", "url": "/a", "count": 0},
        {"label": "B", "url": "/b", "current": True},
    ]
    html = rendered("{% tabs items 'Parts' %}", items=items)

    assert said(html) == "A 0 B"
    assert '<a href="/b" aria-current="page">' in html
    assert '<span aria-current="page">B</span>' in rendered(
        "{% breadcrumb items %}", items=[{"label": "A", "url": "/a"}, {"label": "B"}]
    )


def test_steps_say_their_state_and_mark_the_next() -> None:
    items = [
        {"label": "Check in", "state": "done"},
        {"label": "Consent", "state": "next", "url": "/c", "note": "before noon"},
        {"label": "Pay", "state": "todo"},
    ]
    html = rendered("{% steps items 'Visit' %}", items=items)

    assert said(html) == "Check in done Consent before noon next Pay to do"
    assert html.count('aria-current="step"') == 1


def test_definitions_say_unknown() -> None:
    pairs = [("Phone", None), ("Name", "A < B")]

    assert said(rendered("{% definitions pairs %}", pairs=pairs)) == (
        "Phone unknown Name A < B"
    )


def test_diff_leaves_out_what_is_equal() -> None:
    rows = [
        {"label": "Same", "before": 1, "after": 1},
        {"label": "Weeks", "before": 12, "after": 13},
        {"label": "New", "before": None, "after": "x"},
        {"label": "Gone", "before": "y", "after": None},
    ]
    html = rendered("{% diff rows %}", rows=rows)

    assert said(html) == (
        "What differs What Before After Weeks 12 13 New not there x Gone y taken out"
    )
    assert said(rendered("{% diff rows %}", rows=rows[:1])) == "Nothing differs."


def test_stat_stands_with_unit_and_note() -> None:
    assert said(rendered("{% stat 'Waiting' 3 unit='people' note='since 9:40' %}")) == (
        "Waiting 3 people since 9:40"
    )


def test_shortcut_and_loading() -> None:
    assert said(ui.shortcut("/")) == "/"
    assert said(ui.loading()) == "Loading"
    assert said(ui.loading("Reading the list")) == "Reading the list"


@pytest.mark.parametrize(
    ("cookie", "html_class"),
    [("auto", ""), ("dark", "theme-dark"), ("dim", "theme-dim"), ("evil x", "")],
)
def test_theme_class_follows_the_cookie(cookie: str, html_class: str) -> None:
    assert rendered("{% theme_class %}", request=page(theme=cookie)) == html_class


def test_theme_without_a_request_follows_the_system() -> None:
    assert rendered("{% chosen_theme %}", bare=True) == "auto"
