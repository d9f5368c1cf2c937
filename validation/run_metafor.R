# Reference results for the statistics of Glabella, made by metafor and base R.
#
#   Rscript validation/run_metafor.R [folder of extra data]
#
# Writes one JSON file for each family of methods into validation/references, with 17
# digits and the versions of everything. Iterative methods run with tolerances far
# tighter than metafor's own, so that what is compared is the method and not the stop.
# Packages (Debian): r-cran-metafor r-cran-metadat r-cran-clubsandwich r-cran-numderiv

suppressPackageStartupMessages({
  library(metafor)
  library(clubSandwich)
})

arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
here <- dirname(normalizePath(script))
extra <- commandArgs(trailingOnly = TRUE)

# --- JSON, by hand: no package writes 17 digits unasked ------------------------------

as_json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    if (is.null(names(x))) return(paste0("[", paste(sapply(x, as_json), collapse = ", "), "]"))
    parts <- mapply(function(n, v) paste0(text(n), ": ", as_json(v)), names(x), x)
    return(paste0("{", paste(parts, collapse = ", "), "}"))
  }
  if (is.factor(x)) x <- as.character(x)
  one <- if (is.character(x)) sapply(x, text) else if (is.logical(x)) ifelse(is.na(x), "null", ifelse(x, "true", "false")) else sapply(x, number)
  if (length(x) == 1 && is.null(attr(x, "row"))) unname(one) else paste0("[", paste(one, collapse = ", "), "]")
}
text <- function(s) paste0("\"", gsub("\"", "\\\\\"", s), "\"")
number <- function(x) if (is.na(x) || is.infinite(x)) "null" else formatC(as.numeric(x), digits = 17, format = "g", width = 1)
row <- function(x) structure(if (is.null(x)) character(0) else unname(c(x)), row = TRUE)  # an array even if it has one element

sets <- list()
results <- list()
define <- function(.set, ...) {
  columns <- list(...)
  sets[[.set]] <<- lapply(columns, row)
}
# One reference: which method, on which data, with which choices, how called, what came out.
add <- function(method, set, call, expected, options = NULL) {
  one <- list(method = method, set = set)
  if (!is.null(options)) one$options <- options
  one$call <- call
  one$expected <- expected
  results[[length(results) + 1]] <<- one
}
write_family <- function(family) {
  used <- unique(sapply(results, function(r) r$set))
  head <- list(
    r = R.version.string,
    packages = list(metafor = as.character(packageVersion("metafor")), metadat = as.character(packageVersion("metadat")),
      clubSandwich = as.character(packageVersion("clubSandwich")), numDeriv = as.character(packageVersion("numDeriv"))))
  lines <- c("{", paste0(" \"made_by\": ", as_json(head), ","), " \"sets\": {")
  lines <- c(lines, paste0("  ", text(used), ": ", sapply(sets[used], as_json), c(rep(",", length(used) - 1), "")))
  lines <- c(lines, " },", " \"results\": [")
  lines <- c(lines, paste0("  ", sapply(results, as_json), c(rep(",", length(results) - 1), "")), " ]", "}")
  writeLines(lines, file.path(here, "references", paste0(family, ".json")))
  cat(sprintf("%-16s %4d results\n", family, length(results)))
  results <<- list()
}

# --- data sets -----------------------------------------------------------------------

bcg <- dat.bcg
define("bcg", ai = bcg$tpos, bi = bcg$tneg, ci = bcg$cpos, di = bcg$cneg, ablat = bcg$ablat, year = bcg$year, alloc = bcg$alloc)
niel <- dat.nielweise2007
define("nielweise2007", ai = niel$ai, bi = niel$n1i - niel$ai, ci = niel$ci, di = niel$n2i - niel$ci)
coll <- dat.collins1985b
coll <- coll[!is.na(coll$ned.xti) & !is.na(coll$ned.xci), ]
define("collins1985b", ai = coll$ned.xti, bi = coll$fup.nti - coll$ned.xti, ci = coll$ned.xci, di = coll$fup.nci - coll$ned.xci)
norm <- dat.normand1999
define("normand1999", n1 = norm$n1i, m1 = norm$m1i, sd1 = norm$sd1i, n2 = norm$n2i, m2 = norm$m2i, sd2 = norm$sd2i)
# Data set 1 of Borenstein, Hedges, Higgins and Rothstein (2009), chapter 14.
book <- data.frame(n1 = c(60, 65, 40, 200, 50, 85), m1 = c(94, 98, 98, 94, 98, 96), sd1 = c(22, 21, 28, 19, 21, 21),
  n2 = c(60, 65, 40, 200, 45, 85), m2 = c(92, 92, 88, 82, 88, 92), sd2 = c(20, 22, 26, 17, 22, 22))
do.call(define, c("borenstein2009", as.list(book)))
raud <- dat.raudenbush1985
define("raudenbush1985", yi = raud$yi, vi = raud$vi, weeks = raud$weeks, setting = raud$setting)
bang <- dat.bangertdrowns2004
bang <- bang[complete.cases(bang[, c("length", "wic", "feedback", "info", "pers", "imag", "meta")]), ]
define("bangertdrowns2004", yi = bang$yi, vi = bang$vi, length = bang$length, wic = bang$wic, imag = bang$imag, grade = bang$grade)
hack <- dat.hackshaw1998
define("hackshaw1998", yi = hack$yi, vi = hack$vi, design = hack$design)
bask <- dat.baskerville2012
define("baskerville2012", yi = bask$smd, vi = bask$se^2)
kons <- dat.konstantopoulos2011
define("konstantopoulos2011", yi = kons$yi, vi = kons$vi, district = kons$district, year = kons$year)
assi <- dat.assink2016
define("assink2016", yi = assi$yi, vi = assi$vi, study = assi$study, year = assi$year)
berk <- dat.berkey1998
define("berkey1998", trial = berk$trial, outcome = berk$outcome, year = berk$year, yi = berk$yi, v1 = berk$v1i, v2 = berk$v2i)
kala <- dat.kalaian1996
kala$other <- ifelse(is.na(kala$vi), 0, kala$vi)
tight <- function(scale = 1) list(threshold = 1e-13 * scale, maxiter = 1000000, tol = 1e-15 * scale, tau2.max = 100 * max(1, scale))
esc <- function(measure, d, ...) escalc(measure = measure, ai = d$ai, bi = d$bi, ci = d$ci, di = d$di, ...)
counts <- lapply(sets[c("bcg", "nielweise2007", "collins1985b")], as.data.frame)
pairs <- list(
  "bcg-RR" = c(unclass(esc("RR", counts$bcg)), scale = 1), "bcg-OR" = c(unclass(esc("OR", counts$bcg)), scale = 1), "bcg-RD" = c(unclass(esc("RD", counts$bcg)), scale = 1e-3),
  "normand1999-MD" = c(unclass(escalc("MD", m1i = norm$m1i, m2i = norm$m2i, sd1i = norm$sd1i, sd2i = norm$sd2i, n1i = norm$n1i, n2i = norm$n2i)), scale = 1000),
  "normand1999-SMD" = c(unclass(escalc("SMD", m1i = norm$m1i, m2i = norm$m2i, sd1i = norm$sd1i, sd2i = norm$sd2i, n1i = norm$n1i, n2i = norm$n2i)), scale = 1),
  "nielweise2007-OR" = c(unclass(esc("OR", counts$nielweise2007)), scale = 1),
  "raudenbush1985" = list(yi = raud$yi, vi = raud$vi, scale = 1))
for (name in names(pairs)) if (name != "raudenbush1985") define(name, yi = pairs[[name]]$yi, vi = pairs[[name]]$vi)

# --- effect sizes --------------------------------------------------------------------

effect <- function(d) list(yi = row(d$yi), vi = row(d$vi))
means <- list(normand1999 = as.data.frame(sets$normand1999), borenstein2009 = book)
for (name in names(means)) {
  m <- means[[name]]
  two <- function(measure, ...) effect(escalc(measure, m1i = m$m1, m2i = m$m2, sd1i = m$sd1, sd2i = m$sd2, n1i = m$n1, n2i = m$n2, ...))
  add("md", name, "escalc(MD)", two("MD"))
  add("md-pooled", name, "escalc(MD, vtype=HO)", two("MD", vtype = "HO"))
  add("smd-hedges", name, "escalc(SMD)", two("SMD"))
  add("smd-unbiased", name, "escalc(SMD, vtype=UB)", two("SMD", vtype = "UB"))
  d <- with(m, (m1 - m2) / sqrt(((n1 - 1) * sd1^2 + (n2 - 1) * sd2^2) / (n1 + n2 - 2)))
  j <- with(m, 1 - 3 / (4 * (n1 + n2 - 2) - 1))
  base <- with(m, 1 / n1 + 1 / n2 + d^2 / (2 * (n1 + n2)))
  add("smd-book", name, "Borenstein 2009, equations 4.18 to 4.24", list(yi = j * d, vi = j^2 * base))
  add("smd-cohen", name, "Borenstein 2009, equations 4.18 to 4.20", list(yi = d, vi = base))
}
for (name in names(counts)) {
  t <- counts[[name]]
  for (rule in c("only0", "all", "if0all")) for (measure in c("RR", "OR", "RD"))
    add(tolower(measure), name, paste0("escalc(", measure, ", to=", rule, ")"), effect(esc(measure, t, to = rule)), list(to = rule, add = 0.5))
  for (measure in c("RR", "OR")) add(tolower(measure), name, paste0("escalc(", measure, ", drop00)"),
    { e <- esc(measure, t, drop00 = TRUE); e <- e[!is.na(e$yi), ]; effect(e) }, list(to = "only0", add = 0.5, drop = TRUE))
  add("or", name, "escalc(OR, add=0.25)", effect(esc("OR", t, add = 0.25)), list(to = "only0", add = 0.25))
}
add("rr", "bcg", "escalc(RR, to=none)", effect(esc("RR", counts$bcg, to = "none")), list(to = "none", add = 0))
add("peto-effects", "bcg", "escalc(PETO, to=none)", effect(esc("PETO", counts$bcg, to = "none")), list(to = "none", add = 0))
add("peto-effects", "collins1985b", "escalc(PETO, to=none, drop00)", { e <- esc("PETO", counts$collins1985b, to = "none", drop00 = TRUE); effect(e[!is.na(e$yi), ]) }, list(to = "none", add = 0, drop = TRUE))
add("peto-effects", "nielweise2007", "escalc(PETO)", effect(esc("PETO", counts$nielweise2007)), list(to = "only0", add = 0.5))

# One group measured twice, and two groups measured twice: invented numbers.
twice <- data.frame(n = c(20, 31, 12), m1 = c(24.1, 20.5, 30), m2 = c(13.2, 18.75, 22.4), sd1 = c(6.2, 5.1, 7.7), sd2 = c(7.4, 6, 9.3), r = c(0.55, 0.31, 0.8))
do.call(define, c("twice-a", as.list(twice)))
other <- data.frame(n = c(9, 44, 120), m1 = c(3.5, 61, 110), m2 = c(4.25, 55.5, 98), sd1 = c(1.1, 14, 30), sd2 = c(1.4, 11, 33), r = c(0.1, 0.65, -0.2))
do.call(define, c("twice-b", as.list(other)))
for (name in c("twice-a", "twice-b")) {
  m <- if (name == "twice-a") twice else other
  within <- function(measure) effect(escalc(measure, m1i = m$m2, m2i = m$m1, sd1i = m$sd2, sd2i = m$sd1, ni = m$n, ri = m$r))
  add("paired-md", name, "escalc(MC)", within("MC"))
  add("paired-smd-change", name, "escalc(SMCC)", within("SMCC"))
  flip <- effect(escalc("SMCR", m1i = m$m1, m2i = m$m2, sd1i = m$sd1, sd2i = m$sd2, ni = m$n, ri = m$r))
  add("paired-smd-raw", name, "-escalc(SMCR)", list(yi = row(-flip$yi), vi = flip$vi))
  d <- with(m, (m2 - m1) / sqrt((sd1^2 + sd2^2) / 2))
  add("crossover-md", name, "Elbourne 2002, paired analysis", { x <- escalc("MC", m1i = m$m2, m2i = m$m1, sd1i = m$sd2, sd2i = m$sd1, ni = m$n, ri = m$r); effect(x) })
  add("crossover-smd", name, "Cochrane Handbook 23.2.7.2", list(yi = d, vi = with(m, (1 / n + d^2 / (2 * n)) * 2 * (1 - r))))
}
first <- twice; second <- other
define("changes-a", n1 = first$n, b1 = first$m1, f1 = first$m2, sb1 = first$sd1, sf1 = first$sd2, r1 = first$r,
  n2 = second$n, b2 = second$m1, f2 = second$m2, sb2 = second$sd1, sf2 = second$sd2, r2 = second$r)
define("changes-b", n1 = second$n, b1 = second$m1, f1 = second$m2, sb1 = second$sd1, sf1 = second$sd2, r1 = second$r,
  n2 = first$n, b2 = first$m1, f2 = first$m2, sb2 = first$sd1, sf2 = first$sd2, r2 = first$r)
for (name in c("changes-a", "changes-b")) {
  one <- if (name == "changes-a") first else second; two <- if (name == "changes-a") second else first
  change <- function(m) escalc("MC", m1i = m$m2, m2i = m$m1, sd1i = m$sd2, sd2i = m$sd1, ni = m$n, ri = m$r)
  a <- change(one); b <- change(two)
  add("change-md", name, "escalc(MC) of one arm minus the other", list(yi = row(a$yi - b$yi), vi = row(a$vi + b$vi)))
  s <- function(m) sqrt(m$sd1^2 + m$sd2^2 - 2 * m$r * m$sd1 * m$sd2)
  add("change-smd", name, "escalc(SMD) on change scores", effect(escalc("SMD", m1i = one$m2 - one$m1, m2i = two$m2 - two$m1, sd1i = s(one), sd2i = s(two), n1i = one$n, n2i = two$n)))
}
adjust <- function(set, arm, before, after) {
  i <- arm == 1; k <- function(f, x) c(f(x[i]), f(x[!i]))
  define(set, n1 = sum(i), b1 = mean(before[i]), f1 = mean(after[i]), sb1 = sd(before[i]), sf1 = sd(after[i]), r1 = cor(before[i], after[i]),
    n2 = sum(!i), b2 = mean(before[!i]), f2 = mean(after[!i]), sb2 = sd(before[!i]), sf2 = sd(after[!i]), r2 = cor(before[!i], after[!i]))
  fitted <- lm(after ~ arm + before); s <- summary(fitted)$coefficients["arm", ]; ci <- confint(fitted)["arm", ]
  add("ancova", set, "lm(after ~ arm + before)", list(estimate = s[[1]], se = s[[2]], df = fitted$df.residual, low = ci[[1]], high = ci[[2]], p = s[[4]]))
}
flowers <- iris[iris$Species != "setosa", ]
adjust("iris", as.numeric(flowers$Species == "virginica"), flowers$Petal.Length, flowers$Sepal.Length)
adjust("mtcars", mtcars$am, mtcars$wt, mtcars$mpg)
define("reported-a", n1 = c(15, 33, 120), n2 = c(15, 41, 135), t = c(3.507, 2.1, -0.4), p = c(0.0015, 0.04, 0.7), sign = c(1, 1, -1))
define("reported-b", n1 = c(8, 60), n2 = c(11, 52), t = c(-1.75, 0.02), p = c(0.1, 0.98), sign = c(-1, 1))
for (name in c("reported-a", "reported-b")) {
  m <- as.data.frame(sets[[name]])
  add("smd-from-t", name, "escalc(SMD, ti)", effect(escalc("SMD", ti = m$t, n1i = m$n1, n2i = m$n2)))
  add("smd-from-f", name, "escalc(SMD, ti=sqrt(F))", effect(escalc("SMD", ti = m$sign * sqrt(m$t^2), n1i = m$n1, n2i = m$n2)))
  ti <- m$sign * qt(m$p / 2, m$n1 + m$n2 - 2, lower.tail = FALSE)
  add("smd-from-p", name, "escalc(SMD, ti=qt(1-p/2))", effect(escalc("SMD", ti = ti, n1i = m$n1, n2i = m$n2)))
}
define("intervals-a", estimate = c(-1.5, -2.4), low = c(-2.40, -3.31), high = c(-0.59, -1.48))
define("intervals-b", estimate = c(4.9, 1.2), low = c(2.7, 0.8), high = c(9.1, 1.8))
ci <- as.data.frame(sets[["intervals-a"]])
add("from-interval", "intervals-a", "((high-low)/(2*qnorm(.975)))^2", list(yi = ci$estimate, vi = ((ci$high - ci$low) / (2 * qnorm(.975)))^2))
ci <- as.data.frame(sets[["intervals-b"]])
add("from-interval", "intervals-b", "the same on logarithms, level 0.90", list(yi = log(ci$estimate), vi = ((log(ci$high) - log(ci$low)) / (2 * qnorm(.95)))^2), list(log = TRUE, level = 0.90))
write_family("effects")

# --- pooling -------------------------------------------------------------------------

described <- function(m) list(estimate = c(m$beta), se = m$se, low = m$ci.lb, high = m$ci.ub, statistic = m$zval, p = m$pval,
  tau2 = m$tau2, tau2_se = if (m$method == "FE") NULL else m$se.tau2, i2 = m$I2, h2 = m$H2, q = m$QE, q_p = m$QEp)
estimators <- c("FE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")
for (name in names(pairs)) {
  e <- pairs[[name]]; ctl <- tight(e$scale)
  for (how in estimators) {
    m <- rma(e$yi, e$vi, method = how, control = ctl)
    id <- paste0("tau2-", tolower(sub("FE", "CE", how)))
    add(id, name, paste0("rma(", how, ")"), described(m), list(test = "z"))
    if (how != "FE") for (test in c("knha", "adhoc"))
      add(paste0("test-", test), name, paste0("rma(", how, ", ", test, ")"), described(rma(e$yi, e$vi, method = how, test = test, control = ctl)), list(test = test, tau2 = how))
  }
  add("test-z", name, "rma(DL, level=99)", described(rma(e$yi, e$vi, method = "DL", level = 99)), list(test = "z", tau2 = "DL", level = 0.99))
  for (how in c("REML", "DL")) for (test in c("z", "knha")) {
    m <- rma(e$yi, e$vi, method = how, test = test, control = ctl); p <- predict(m)
    add("prediction", name, paste0("predict(rma(", how, ", ", test, "))"), list(low = p$pi.lb, high = p$pi.ub), list(tau2 = how, test = test))
    p <- predict(m, pi.type = "riley")
    add("prediction-higgins", name, paste0("predict(rma(", how, ", ", test, "), pi.type=riley)"), list(low = p$pi.lb, high = p$pi.ub), list(tau2 = how, test = test))
  }
  qp <- confint(rma(e$yi, e$vi, method = "REML", control = ctl), control = list(tol = 1e-16 * e$scale, maxiter = 1e6, tau2.max = 1e5))$random
  add("q-profile", name, "confint(rma(REML))", list(low = qp[1, 2], high = qp[1, 3]))
  m <- rma(e$yi, e$vi, method = "DL")
  add("heterogeneity", name, "rma(DL)", list(q = m$QE, q_p = m$QEp, i2 = m$I2, h2 = m$H2), list(tau2 = "DL"))
}
for (name in names(counts)) {
  t <- counts[[name]]
  for (measure in c("OR", "RR", "RD")) {
    for (drop in c(FALSE, TRUE)) {
      m <- rma.mh(ai = t$ai, bi = t$bi, ci = t$ci, di = t$di, measure = measure, drop00 = drop)
      add(paste0("mh-", tolower(measure)), name, paste0("rma.mh(", measure, ", drop00=", drop, ")"), list(estimate = c(m$beta), se = m$se, low = m$ci.lb, high = m$ci.ub, p = m$pval, q = m$QE, q_p = m$QEp, i2 = m$I2, h2 = m$H2), list(add = 0.5, to = "only0", drop = drop))
    }
  }
  u <- t[!((t$ai + t$ci) == 0 | (t$bi + t$di) == 0), ]
  m <- rma.peto(ai = u$ai, bi = u$bi, ci = u$ci, di = u$di, add = c(0, 0), to = c("none", "none"))
  add("peto", name, "rma.peto(add=0) of the studies with events", list(estimate = c(m$beta), se = m$se, low = m$ci.lb, high = m$ci.ub, p = m$pval, q = m$QE, q_p = m$QEp, i2 = m$I2, h2 = m$H2))
}
# Many small analyses, each beside rma: drawn once, with a seed.
set.seed(20240229)
y <- t(sapply(1:40, function(i) round(rnorm(10, 0.3, sqrt(runif(1, 0, .3)) + .3), 4))); v <- t(sapply(1:40, function(i) round(exp(runif(10, -4.5, 0)), 4)))
define("batch-a", yi = lapply(1:40, function(i) row(y[i, ])), vi = lapply(1:40, function(i) row(v[i, ])))
sets[["batch-a"]] <- list(yi = unname(lapply(1:40, function(i) row(y[i, ]))), vi = unname(lapply(1:40, function(i) row(v[i, ]))))
sets[["batch-b"]] <- list(yi = unname(lapply(1:40, function(i) row(y[i, 1:4] * 100))), vi = unname(lapply(1:40, function(i) row(v[i, 1:4] * 10000))))
for (name in c("batch-a", "batch-b")) {
  b <- sets[[name]]
  many <- lapply(seq_along(b$yi), function(i) rma(c(b$yi[[i]]), c(b$vi[[i]]), method = "REML", test = "knha", control = tight(if (name == "batch-a") 1 else 10000)))
  pick <- function(f) row(sapply(many, f))
  add("batch", name, "rma(REML, knha) of each row", list(estimate = pick(function(m) c(m$beta)), se = pick(function(m) m$se), low = pick(function(m) m$ci.lb), high = pick(function(m) m$ci.ub), tau2 = pick(function(m) m$tau2)))
}
write_family("pooling")

# metafor as it comes, with the tolerances at which it stops by itself
for (name in names(pairs)) for (how in estimators) {
  e <- pairs[[name]]; m <- rma(e$yi, e$vi, method = how)
  add(paste0("tau2-", tolower(sub("FE", "CE", how))), name, paste0("rma(", how, ") untuned"), described(m), list(test = "z", tau2 = sub("FE", "CE", how)))
  if (how == "REML") {
    qp <- confint(m)$random
    add("q-profile", name, "confint(rma(REML)) untuned", list(low = qp[1, 2], high = qp[1, 3]))
  }
}
write_family("untuned")

# --- moderators and structure --------------------------------------------------------

regression <- function(m) list(estimate = row(m$beta), se = row(m$se), low = row(m$ci.lb), high = row(m$ci.ub), p = row(m$pval), tau2 = m$tau2, i2 = m$I2, h2 = m$H2, r2 = m$R2, qm = m$QM, qm_p = m$QMp, qe = m$QE, qe_p = m$QEp)
rr <- pairs[["bcg-RR"]]
define("bcg-RR-moderators", yi = rr$yi, vi = rr$vi, ablat = bcg$ablat, year = bcg$year, alloc = bcg$alloc)
for (how in c("REML", "ML", "DL", "HE", "HS", "SJ", "PM", "EB")) for (test in c("z", "knha")) {
  m <- rma(rr$yi, rr$vi, mods = ~ ablat + year, data = bcg, method = how, test = test, control = tight())
  add("regression", "bcg-RR-moderators", paste0("rma(mods = ~ ablat + year, ", how, ", ", test, ")"), regression(m), list(moderators = c("ablat", "year"), tau2 = how, test = test))
}
for (test in c("z", "knha")) {
  m <- rma(yi, vi, mods = ~ length + wic + imag, data = bang, method = "REML", test = test, control = tight())
  add("regression", "bangertdrowns2004", paste0("rma(mods = ~ length + wic + imag, ", test, ")"), regression(m), list(moderators = c("length", "wic", "imag"), tau2 = "REML", test = test))
}
grouped <- function(set, d, group) {
  d$group <- d[[group]]
  levels <- sort(unique(as.character(d$group)))
  each <- lapply(levels, function(l) rma(yi, vi, data = d[d$group == l, ], control = tight()))
  at <- sapply(each, function(m) c(m$beta)); se <- sapply(each, function(m) m$se)
  between <- rma(at, se^2, method = "FE")
  add("subgroups-separate", set, "rma(REML) in each group; QE of rma(FE) of the results", list(estimate = row(at), se = row(se), tau2 = row(sapply(each, function(m) m$tau2)), q = between$QE, q_p = between$QEp), list(group = group))
  m <- rma(yi, vi, mods = ~ factor(group) - 1, data = d, control = tight())
  k <- length(levels)
  contrast <- anova(m, X = cbind(-1, diag(k - 1)))
  add("subgroups-common", set, "rma(mods = ~ group - 1); anova of the contrasts", list(estimate = row(m$beta), se = row(m$se), tau2 = m$tau2, q = contrast$QM, q_p = contrast$QMp), list(group = group))
}
grouped("bcg-RR-moderators", data.frame(yi = rr$yi, vi = rr$vi, alloc = bcg$alloc), "alloc")
grouped("hackshaw1998", hack, "design")

# metafor's optimiser stops near the top; Newton's steps on its own likelihood reach it.
settle <- function(call, read) {
  free <- call(NULL)
  at <- read(free)
  ll <- function(x) c(logLik(call(x)))
  for (i in 1:4) at <- at - solve(numDeriv::hessian(ll, at), numDeriv::grad(ll, at, method.args = list(r = 6)))
  call(at)
}
multilevel <- function(m) list(estimate = row(m$beta), se = row(m$se), low = row(m$ci.lb), high = row(m$ci.ub), p = row(m$pval), sigma2 = row(m$sigma2), qe = m$QE, log_likelihood = c(logLik(m)))
three <- function(set, d, outer, mods = ~ 1, how = "REML", moderators = NULL) {
  d$outer <- d[[outer]]; d$inner <- seq_len(nrow(d))
  m <- settle(function(x) rma.mv(yi, vi, mods = mods, random = ~ 1 | outer / inner, data = d, method = how, sigma2 = if (is.null(x)) c(NA, NA) else x), function(m) m$sigma2)
  add("three-level", set, paste0("rma.mv(random = ~ 1 | ", outer, "/effect, ", how, ")"), multilevel(m), list(cluster = outer, method = how, moderators = row(moderators)))
  list(model = m, data = d)
}
a <- three("konstantopoulos2011", kons, "district")
. <- three("konstantopoulos2011", kons, "district", how = "ML")
kons$y80 <- kons$year - 1980
. <- three("konstantopoulos2011", kons, "district", mods = ~ year, moderators = "year")
b <- three("assink2016", assi, "study")
multivariate <- function(m) list(estimate = row(m$beta), se = row(m$se), low = row(m$ci.lb), high = row(m$ci.ub), p = row(m$pval), tau2 = row(m$tau2), rho = row(m$rho), qe = m$QE, log_likelihood = c(logLik(m)))
n <- 2
V <- vcalc(vi = 1, cluster = author, rvars = c(v1i, v2i), data = berk)
sets[["berkey1998"]]$trial <- row(berk$trial)
for (how in c("REML", "ML")) {
  m <- settle(function(x) rma.mv(yi, V, mods = ~ outcome - 1, random = ~ outcome | trial, struct = "UN", data = berk, method = how, tau2 = if (is.null(x)) NULL else x[1:n], rho = if (is.null(x)) NULL else x[-(1:n)]), function(m) c(m$tau2, m$rho))
  add("multivariate", "berkey1998", paste0("rma.mv(mods = ~ outcome - 1, struct = UN, ", how, ")"), multivariate(m), list(method = how))
}
# Three outcomes in fourteen studies, invented; the covariances follow from a correlation of 0.6.
set.seed(5)
spread <- matrix(c(.25, .12, .05, .12, .16, .04, .05, .04, .3), 3)
deviation <- matrix(rnorm(42), 14) %*% chol(spread)
inv <- data.frame(trial = rep(1:14, each = 3), outcome = rep(c("a", "b", "c"), 14), yi = round(c(t(deviation)) + c(.2, .4, .1) + rnorm(42, 0, .2), 3), vi = round(exp(runif(42, -4, -2.5)), 4))
inv <- inv[-c(5, 12), ]
define("three-outcomes", trial = inv$trial, outcome = inv$outcome, yi = inv$yi, vi = inv$vi)
n <- 3
V3 <- vcalc(vi, cluster = trial, obs = outcome, rho = 0.6, data = inv)
for (how in c("REML", "ML")) {
  m <- settle(function(x) rma.mv(yi, V3, mods = ~ outcome - 1, random = ~ outcome | trial, struct = "UN", data = inv, method = how, tau2 = if (is.null(x)) NULL else x[1:n], rho = if (is.null(x)) NULL else x[-(1:n)]), function(m) c(m$tau2, m$rho))
  add("multivariate", "three-outcomes", paste0("rma.mv(mods = ~ outcome - 1, struct = UN, ", how, "), correlation 0.6 within a study"), multivariate(m), list(method = how, correlation = 0.6))
}
sandwich <- function(r) list(estimate = row(r$beta), se = row(r$se), low = row(r$ci.lb), high = row(r$ci.ub), p = row(r$pval), df = row(rep_len(r$dfs, length(r$se))))
for (mods in c("none", "year")) for (name in c("konstantopoulos2011", "assink2016")) {
  d <- if (name == "assink2016") assi else kons
  d$cluster <- if (name == "assink2016") d$study else d$district
  formula <- if (mods == "none") ~ 1 else ~ year
  options <- list(cluster = if (name == "assink2016") "study" else "district", moderators = row(if (mods == "none") NULL else "year"), tau2 = "REML")
  m <- rma(yi, vi, mods = formula, data = d, control = tight())
  add("robust-cr0", name, "robust(rma(), adjust=FALSE)", sandwich(robust(m, cluster = d$cluster, adjust = FALSE)), options)
  add("robust-cr1", name, "robust(rma())", sandwich(robust(m, cluster = d$cluster)), options)
  add("robust-cr2", name, "robust(rma(), clubSandwich=TRUE)", sandwich(robust(m, cluster = d$cluster, clubSandwich = TRUE)), options)
}
for (name in c("konstantopoulos2011", "assink2016")) {
  fitted <- if (name == "assink2016") b else a
  options <- list(cluster = if (name == "assink2016") "study" else "district", three_level = TRUE)
  add("robust-cr0", name, "robust(rma.mv(), adjust=FALSE)", sandwich(robust(fitted$model, cluster = fitted$data$outer, adjust = FALSE)), options)
  add("robust-cr1", name, "robust(rma.mv())", sandwich(robust(fitted$model, cluster = fitted$data$outer)), options)
  add("robust-cr2", name, "robust(rma.mv(), clubSandwich=TRUE)", sandwich(robust(fitted$model, cluster = fitted$data$outer, clubSandwich = TRUE)), options)
}
write_family("structure")

# --- sensitivity ---------------------------------------------------------------------

for (name in names(pairs)) {
  e <- pairs[[name]]; ctl <- tight(e$scale)
  for (how in c("REML", "DL")) {
    test <- if (how == "REML") "knha" else "z"
    m <- rma(e$yi, e$vi, method = how, test = test, control = ctl)
    options <- list(tau2 = how, test = test)
    l <- leave1out(m)
    add("leave-one-out", name, paste0("leave1out(rma(", how, ", ", test, "))"), list(estimate = row(l$estimate), se = row(l$se), low = row(l$ci.lb), high = row(l$ci.ub), q = row(l$Q), tau2 = row(l$tau2), i2 = row(l$I2)), options)
    i <- influence(m)
    add("influence", name, paste0("influence(rma(", how, ", ", test, "))"), c(lapply(unclass(i$inf)[c("rstudent", "dffits", "cook.d", "cov.r", "tau2.del", "QE.del", "hat", "weight")], row), list(dfbs = row(i$dfbs[[1]]), influential = row(unname(i$is.infl)))), options)
    pdf(NULL); j <- baujat(m); invisible(dev.off())
    add("baujat", name, paste0("baujat(rma(", how, ", ", test, "))"), list(x = row(j$x), y = row(j$y)), options)
    # rma() does not converge on one of the steps unless it takes smaller ones
    if (how == "REML" && name == "nielweise2007-OR") m <- rma(e$yi, e$vi, method = how, test = test, control = c(ctl, stepadj = 0.5))
    k <- cumul(m)
    add("cumulative", name, paste0("cumul(rma(", how, ", ", test, "))"), list(estimate = row(k$estimate[-1]), se = row(k$se[-1]), tau2 = row(k$tau2[-1]), i2 = row(k$I2[-1])), options)
  }
}
for (name in c("normand1999-MD", "bcg-RR")) for (how in c("FE", "DL", if (name == "bcg-RR") NULL else "REML")) {
  e <- pairs[[name]]
  g <- gosh(rma(e$yi, e$vi, method = how, control = tight(e$scale)), progbar = FALSE)
  keep <- rowSums(g$incl) >= 2
  at <- g$res$estimate[keep]; i2 <- g$res$I2[keep]
  add("gosh", name, paste0("gosh(rma(", how, ")), subsets of two and more"), list(count = length(at), mean = mean(at), sd = sd(at), low = min(at), high = max(at), median = median(at), i2_mean = mean(i2), i2_max = max(i2)), list(tau2 = sub("FE", "CE", how)))
}
write_family("sensitivity")

# --- small-study effects -------------------------------------------------------------

for (name in names(pairs)) {
  e <- pairs[[name]]; ctl <- tight(e$scale)
  r <- regtest(e$yi, e$vi, model = "lm")
  add("egger", name, "regtest(lm)", list(statistic = r$zval, p = r$pval, df = r$ddf, limit = r$est, low = r$ci.lb, high = r$ci.ub))
  r <- regtest(rma(e$yi, e$vi, control = ctl))
  add("egger-mixed", name, "regtest(rma(REML))", list(statistic = r$zval, p = r$pval, limit = c(r$est), low = r$ci.lb, high = r$ci.ub))
  for (how in c("REML", "DL", "FE")) for (estimator in c("L0", "R0")) {
    t <- trimfill(rma(e$yi, e$vi, method = how, control = ctl), estimator = estimator, control = ctl)
    add(paste0("trim-and-fill-", tolower(estimator)), name, paste0("trimfill(rma(", how, "), ", estimator, ")"), list(k0 = t$k0, side = t$side, estimate = c(t$beta), se = t$se, low = t$ci.lb, high = t$ci.ub, tau2 = t$tau2), list(tau2 = sub("FE", "CE", how)))
  }
  for (which in c("pet", "peese")) {
    x <- if (which == "pet") sqrt(e$vi) else e$vi
    f <- lm(e$yi ~ x, weights = 1 / e$vi); s <- summary(f)$coefficients; ci <- confint(f)
    add(which, name, paste0("lm(yi ~ ", if (which == "pet") "sei" else "vi", ", weights = 1/vi)"), list(estimate = s[1, 1], se = s[1, 2], low = ci[1, 1], high = ci[1, 2], p = s[1, 4], slope = s[2, 1], slope_se = s[2, 2], slope_p = s[2, 4]))
  }
}
# optim() stops at differences of its own size; Newton's steps on the likelihood of
# selmodel reach its top, and give the curvature there.
selection <- function(name, d, steps, alternative) {
  m <- rma(d$yi, d$vi, method = "ML", control = tight())
  s <- selmodel(m, type = "stepfun", steps = steps, alternative = alternative)
  all <- c(steps, 1); k <- length(d$yi)
  p <- pnorm(d$yi / sqrt(d$vi), lower.tail = alternative == "less")
  minus_ll <- function(x) metafor:::.selmodel.ll.stepfun(c(x[1:2], 1, x[-(1:2)]), yi = d$yi, vi = d$vi, X = cbind(rep(1, k)), preci = rep(1, k), k = k, pX = 1,
    pvals = p, deltas = length(all), delta.val = c(1, rep(NA, length(steps))), delta.transf = FALSE, mapfun = NA, delta.min = 0, delta.max = Inf, tau2.val = NA,
    tau2.transf = FALSE, tau2.max = Inf, beta.val = NA, wi.fun = NULL, steps = all, pgrp = sapply(p, function(each) which(each <= all)[1]), alternative = alternative,
    pval.min = 0, intCtrl = list(), verbose = FALSE, digits = 4)
  at <- c(c(s$beta), s$tau2, s$delta[-1])
  for (i in 1:5) at <- at - solve(numDeriv::hessian(minus_ll, at, method.args = list(r = 6)), numDeriv::grad(minus_ll, at, method.args = list(r = 6)))
  stopifnot(abs(at - c(c(s$beta), s$tau2, s$delta[-1])) < 1e-3)
  se <- sqrt(diag(solve(numDeriv::hessian(minus_ll, at, method.args = list(r = 8)))))
  lrt <- 2 * (-minus_ll(at) - c(logLik(m)))
  add("selection", name, paste0("selmodel(stepfun, ", alternative, ")"), list(estimate = at[1], se = se[1], tau2 = at[2], delta = row(at[-(1:2)]), delta_se = row(se[-(1:2)]), lrt = lrt,
    lrt_p = pchisq(lrt, length(steps), lower.tail = FALSE), log_likelihood = -minus_ll(at)), list(steps = row(steps), alternative = alternative))
}
selection("baskerville2012", data.frame(yi = bask$smd, vi = bask$se^2), c(.05, .10), "greater")
selection("hackshaw1998", hack, .025, "greater")
selection("bangertdrowns2004", bang, c(.025, .5), "greater")
mirrored <- data.frame(yi = -hack$yi, vi = hack$vi)
define("hackshaw1998-mirrored", yi = mirrored$yi, vi = mirrored$vi)
selection("hackshaw1998-mirrored", mirrored, .025, "less")
write_family("small-studies")

# --- meaning -------------------------------------------------------------------------

fragility <- function(a, n1, b, n2) {
  p <- function(a, b) fisher.test(matrix(c(a, n1 - a, b, n2 - b), 2))$p.value
  start <- p(a, b); steps <- 0
  repeat {
    if ((start < .05) != (p(a, b) < .05) || steps > 1000) break
    if (start < .05) { if (a / n1 < b / n2) a <- a + 1 else b <- b + 1 }
    else { if (a / n1 < b / n2) a <- a - 1 else b <- b - 1; if (a < 0 || b < 0) return(c(start, NA)) }
    steps <- steps + 1
  }
  c(start, steps)
}
tables <- list("table-a" = c(17, 33, 6, 41), "table-b" = c(6, 11, 0, 19), "table-c" = c(56, 140, 17, 142), "table-d" = c(2, 60, 11, 58))
for (name in names(tables)) {
  t <- tables[[name]]
  define(name, events1 = t[1], n1 = t[2], events2 = t[3], n2 = t[4])
  start <- fisher.test(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2))$p.value
  # the arm with fewer events gains one event at a time (Walsh et al. 2014)
  a <- t[1]; b <- t[3]; steps <- 0
  while (fisher.test(matrix(c(a, t[2] - a, b, t[4] - b), 2))$p.value < .05) { if (t[1] <= t[3]) a <- a + 1 else b <- b + 1; steps <- steps + 1 }
  add("fragility", name, "fisher.test, one event more at a time in the arm with fewer", list(p = start, index = steps, quotient = steps / (t[2] + t[4])))
  rd <- escalc("RD", ai = t[1], n1i = t[2], ci = t[3], n2i = t[4], to = "none", add = 0)
  ends <- c(rd$yi) + c(-1, 1) * qnorm(.975) * sqrt(rd$vi)
  add("nnt-rd", name, "1 / RD, ends 1 / CI", list(nnt = 1 / c(rd$yi), low = 1 / ends[2], high = 1 / ends[1]))
  for (risk in c(.1, .35)) {
    or <- (t[1] + .5) * (t[4] - t[3] + .5) / ((t[2] - t[1] + .5) * (t[3] + .5)); rr <- ((t[1] + .5) / (t[2] + 1)) / ((t[3] + .5) / (t[4] + 1))
    add("nnt-or", name, "Cochrane Handbook 15.4.4.2", list(nnt = 1 / (or * risk / (1 - risk + or * risk) - risk)), list(odds_ratio = or, risk = risk))
    if (rr * risk < 1) add("nnt-rr", name, "Cochrane Handbook 15.4.4.1", list(nnt = 1 / (risk * (rr - 1))), list(risk_ratio = rr, risk = risk))
  }
}
for (name in c("raudenbush1985", "bcg-RR", "normand1999-MD")) for (how in c("REML", "DL")) {
  e <- pairs[[name]]; m <- rma(e$yi, e$vi, method = how, control = tight(e$scale))
  for (least in c(c(m$beta) * .5, c(m$beta) * 1.7)) {
    z <- (least - c(m$beta)) / sqrt(m$tau2)
    add("share-beyond", name, "pnorm, delta method (Mathur and VanderWeele 2019)", list(above = pnorm(z, lower.tail = FALSE), below = pnorm(z),
      se = dnorm(z) * sqrt(m$se^2 / m$tau2 + m$se.tau2^2 * (least - c(m$beta))^2 / (4 * m$tau2^3))), list(tau2 = how, test = "z", least = least))
  }
}
for (name in c("bcg-RR", "raudenbush1985")) {
  e <- pairs[[name]]; k <- length(e$yi)
  for (tau2 in c(0, .05)) for (effect in c(.1, .25)) {
    se <- sqrt(1 / sum(1 / (e$vi + tau2))); z <- qnorm(.975)
    add("power-pooled", name, "pnorm (Hedges and Pigott 2001)", list(power = pnorm(effect / se - z) + pnorm(-effect / se - z)), list(effect = effect, assumed_tau2 = tau2))
  }
  for (tau2 in c(.02, .2)) {
    w <- 1 / e$vi; lambda <- (sum(w) - sum(w^2) / sum(w)) * tau2
    add("power-heterogeneity", name, "pchisq, common-effect case of Hedges and Pigott 2001", list(power = pchisq(qchisq(.95, k - 1), k - 1, ncp = lambda, lower.tail = FALSE)), list(assumed_tau2 = tau2))
  }
}
for (n in c(12, 40, 200)) {
  define(paste0("trial-", n), n = n)
  add("power-means", paste0("trial-", n), "power.t.test(strict)", list(power = power.t.test(n = n, delta = .5, sd = 1, strict = TRUE)$power), list(difference = .5, sd = 1))
  add("power-means", paste0("trial-", n), "power.t.test(strict)", list(power = power.t.test(n = n, delta = 2, sd = 2.5, sig.level = .01, strict = TRUE)$power), list(difference = 2, sd = 2.5, level = .99))
  add("power-risks", paste0("trial-", n), "power.prop.test(strict)", list(power = power.prop.test(n = n, p1 = .2, p2 = .45, strict = TRUE)$power), list(risk1 = .2, risk2 = .45))
}
write_family("meaning")

# --- individual data (only where the folder is given) --------------------------------

trial <- if (length(extra)) file.path(extra[1], "guarda-nardini-2008.csv") else ""
if (file.exists(trial)) {
  g <- read.csv(trial)
  contrast <- function(column) {
    b <- g[g$Time == 0, ]
    a <- g[g$Time == 3, ]
    a <- a[match(b$paz, a$paz), ]
    arm <- as.numeric(b$farmaco == "botox")
    wald <- function(y) {
      e <- escalc("MD", m1i = mean(y[arm == 1]), sd1i = sd(y[arm == 1]), n1i = sum(arm), m2i = mean(y[arm == 0]), sd2i = sd(y[arm == 0]), n2i = sum(1 - arm))
      row(c(e$yi, e$yi - qnorm(.975) * sqrt(e$vi), e$yi + qnorm(.975) * sqrt(e$vi)))
    }
    f <- lm(a[[column]] ~ arm + b[[column]])
    list(final = wald(a[[column]]), change = wald(a[[column]] - b[[column]]), ancova = row(c(coef(f)[["arm"]], confint(f)["arm", ])))
  }
  for (column in c("DM", "DR")) {
    define(column, column = column)
    add("individual", column, "escalc(MD) and lm at the last visit", contrast(column))
  }
  write_family("individual")
}
