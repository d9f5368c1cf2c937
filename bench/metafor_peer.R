# The peer of bench/evidence.py: Rscript metafor_peer.R TASK FOLDER, answers as JSON.
suppressPackageStartupMessages(library(metafor))
words <- commandArgs(trailingOnly = TRUE)
read <- function(name) as.matrix(read.table(file.path(words[2], name)))
yi <- read("yi")
vi <- read("vi")
number <- function(x) ifelse(is.na(x), "null", formatC(x, digits = 17, format = "g", width = 1))
say <- function(name, x) paste0("\"", name, "\": [", paste(number(x), collapse = ", "), "]")
timed <- function(deed, runs) median(sapply(seq_len(runs), function(i) system.time(deed())[["elapsed"]]))

if (words[1] == "single") {
  one <- function() rma(c(yi), c(vi), method = "REML", test = "knha")
  m <- one()
  runs <- if (length(yi) > 100) 3 else 200
  seconds <- if (length(yi) > 100) timed(one, runs) else system.time(for (i in seq_len(runs)) one())[["elapsed"]] / runs
  cat("{", say("answer", c(m$beta, m$se, m$tau2)), ", ", say("seconds", seconds), "}\n")
} else if (words[1] == "many") {
  answers <- rep(NA, nrow(yi))
  seconds <- system.time(for (i in seq_len(nrow(yi))) {
    m <- try(rma(yi[i, ], vi[i, ], method = "REML", test = "knha"), silent = TRUE)
    if (!inherits(m, "try-error")) answers[i] <- m$tau2
  })[["elapsed"]]
  cat("{", say("tau2", answers), ", ", say("seconds", seconds), "}\n")
} else {
  cluster <- c(read("cluster"))
  d <- data.frame(yi = c(yi), vi = c(vi), cluster = cluster, id = seq_along(yi))
  seconds <- system.time(m <- rma.mv(yi, vi, random = ~ 1 | cluster / id, data = d))[["elapsed"]]
  cat("{", say("answer", c(m$beta, m$sigma2)), ", ", say("seconds", seconds), "}\n")
}
