# Reference values for treatments that were reviewed before the breakout window ended. See README.md.
#   Rscript tests/reference/early.R            writes tests/reference/early.json
#   Rscript tests/reference/early.R FILE       writes FILE
# Needs survival (Debian: r-cran-survival).

suppressPackageStartupMessages(library(survival))
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "early.json")

# One row a treatment from counts by day, 0 to the end of the window.
rows_of <- function(events, censored) {
  days <- seq_along(events) - 1
  data.frame(day = c(rep(days, events), rep(days, censored)), event = rep(1:0, c(sum(events), sum(censored))))
}
counts <- function(day, event, last) lapply(1:0, function(e) tabulate(day[event == e] + 1, last + 1))

## ---- 1. cumulative incidence at the end of the window -------------------------------------------
set.seed(20260117)
drawn <- function(n, last, rate, early) {
  onset <- floor(rgamma(n, 2, scale = 1.7)); review <- ifelse(runif(n) < early, sample(0:last, n, TRUE), last)
  broke <- runif(n) < rate & onset <= review
  counts(ifelse(broke, onset, review), as.integer(broke), last)
}
one <- list(drawn(60, 14, 0.2, 0.5), drawn(400, 14, 0.1, 0.3), drawn(2000, 14, 0.3, 0.9), drawn(40, 7, 0.5, 0.2),
            drawn(100, 14, 0.2, 0),
            counts(c(6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
                   rep(1:0, c(9, 12)), 35))          # Freireich 6-MP (1963)
section_one <- lapply(one, function(x) {
  d <- rows_of(x[[1]], x[[2]]); last <- length(x[[1]]) - 1
  s <- summary(survfit(Surv(day, event) ~ 1, data = d, conf.type = "log-log"), times = last, extend = TRUE)
  deep <- summary(survfit(Surv(day, event) ~ 1, data = d, conf.type = "log-log", conf.int = 0.99), times = last, extend = TRUE)
  if (sum(x[[2]][seq_len(last)]) == 0) agree("all observed to the end", 1 - s$surv, sum(x[[1]]) / nrow(d))
  list(events = arr(x[[1]]), censored = arr(x[[2]]), value = 1 - s$surv, interval = c(1 - s$upper, 1 - s$lower),
       interval_99 = c(1 - deep$upper, 1 - deep$lower), to_the_end = s$n.risk)
})
agree_published("Freireich, 25 weeks or more without a relapse", 1 - section_one[[6]]$value, 0.448, 3)

## ---- 2. log-rank -------------------------------------------------------------------------------
freireich <- list(
  list(c(6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35), rep(1:0, c(9, 12))),
  list(c(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), rep(1, 21)))
tables <- list(lapply(freireich, function(x) counts(x[[1]], x[[2]], 35)),
               list(drawn(80, 14, 0.2, 0.9), drawn(80, 14, 0.2, 0)),
               list(drawn(300, 14, 0.1, 0.5), drawn(200, 14, 0.2, 0.1), drawn(90, 14, 0.15, 0.7), drawn(15, 14, 0.3, 1)))
section_log_rank <- lapply(tables, function(levels) {
  d <- do.call(rbind, Map(function(x, g) cbind(rows_of(x[[1]], x[[2]]), g = g), levels, seq_along(levels)))
  s <- survdiff(Surv(day, event) ~ g, data = d)
  list(events = lapply(levels, function(x) arr(x[[1]])), censored = lapply(levels, function(x) arr(x[[2]])),
       statistic = s$chisq, p = pchisq(s$chisq, length(levels) - 1, lower.tail = FALSE))
})
agree_published("Freireich, log-rank", section_log_rank[[1]]$statistic, 16.79, 2)

write_json(list(
  header = header("Rscript tests/reference/early.R", "survival"),
  notes = list(
    cumulative_incidence = "1 - survfit(conf.type = 'log-log') on the last day; counts by day from 0; the last table is Freireich's 6-MP",
    log_rank = "survdiff; the first table is Freireich's, 6-MP and placebo"),
  cumulative_incidence = section_one, log_rank = section_log_rank
), target)
