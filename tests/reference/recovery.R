# Reference values for when breakouts begin and how long they last. See README.md.
#   Rscript tests/reference/recovery.R            writes tests/reference/recovery.json
#   Rscript tests/reference/recovery.R FILE       writes FILE
# Needs survival (Debian: r-cran-survival).

suppressPackageStartupMessages(library(survival))
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "recovery.json")

# Each data set: the day and whether it happened, and the group of each.
freireich <- data.frame(
  day = c(6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35,
          1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
  event = c(rep(1:0, c(9, 12)), rep(1, 21)), group = rep(0:1, each = 21))
ncctg <- data.frame(day = lung$time, event = lung$status - 1, group = lung$sex - 1)
ecog <- lung[!is.na(lung$ph.ecog) & lung$ph.ecog < 3, ]
ecog <- data.frame(day = ecog$time, event = ecog$status - 1, group = ecog$ph.ecog)
set.seed(20261126)
n <- 300
treated <- data.frame(onset = floor(rgamma(n, 2, scale = 2)), review = sample(2:14, n, TRUE), group = sample(0:3, n, TRUE))
treated$broke <- runif(n) < 0.1 + 0.1 * treated$group & treated$onset <= treated$review
treated <- data.frame(day = ifelse(treated$broke, treated$onset, treated$review), event = as.integer(treated$broke),
                      group = treated$group)
sets <- list(freireich = freireich, ncctg = ncctg, ecog = ecog, treated = treated)
rmst_to <- c(freireich = 23, ncctg = 365, ecog = 365, treated = 14)
days_of <- list(freireich = c(0, 6, 10, 20, 23), ncctg = c(0, 250, 500, 750, 1000), ecog = c(0, 250, 500),
                treated = c(0, 3, 7, 14))

one <- function(name) {
  d <- sets[[name]]; to <- rmst_to[[name]]; days <- days_of[[name]]
  groups <- lapply(sort(unique(d$group)), function(g) {
    of <- d[d$group == g, ]
    fit <- survfit(Surv(day, event) ~ 1, data = of, conf.type = "log-log")
    at <- summary(fit, times = days, extend = TRUE)
    mean <- summary(fit, rmean = to)$table
    median <- quantile(fit, 0.5)
    # The restricted mean and Greenwood's variance of it, written out from survfit.
    t <- fit$time[fit$time <= to]; s <- fit$surv[fit$time <= to]
    widths <- diff(c(0, t, to)); area <- sum(widths * c(1, s))
    after <- rev(cumsum(rev((widths * c(1, s))[-1])))
    d_t <- fit$n.event[fit$time <= to]; y_t <- fit$n.risk[fit$time <= to]
    by_hand <- sqrt(sum(ifelse(y_t > d_t, after^2 * d_t / (y_t * (y_t - d_t)), 0)))
    agree("the restricted mean written out", area, mean[["rmean"]], 1e-9)
    list(day = arr(of$day), event = arr(of$event), at = arr(days), at_risk = arr(at$n.risk), share = arr(1 - at$surv),
         low = arr(1 - at$upper), high = arr(1 - at$lower), median = unname(median$quantile), median_low = unname(median$lower),
         median_high = unname(median$upper), mean = area, mean_error = by_hand, mean_error_r = mean[["se(rmean)"]])
  })
  test <- survdiff(Surv(day, event) ~ group, data = d)
  # Tarone's test for trend from the parts of the log-rank test.
  scores <- sort(unique(d$group))
  z <- sum(scores * (test$obs - test$exp)) / sqrt(drop(scores %*% test$var %*% scores))
  list(name = name, mean_to = to, groups = groups, log_rank = test$chisq, log_rank_p = pchisq(test$chisq, length(groups) - 1, lower.tail = FALSE),
       trend = z, trend_p = 2 * pnorm(-abs(z)))
}
all <- lapply(names(sets), one)
agree_published("Freireich, log-rank", all[[1]]$log_rank, 16.79, 2)
agree_published("Freireich, median with 6-MP", all[[1]]$groups[[1]]$median, 23, 0)
agree_published("Freireich, median with placebo", all[[1]]$groups[[2]]$median, 8, 0)
agree_published("NCCTG lung by sex, log-rank", all[[2]]$log_rank, 10.3267, 4)
agree_published("NCCTG lung, median of men", all[[2]]$groups[[1]]$median, 270, 0)
agree_published("NCCTG lung, median of women", all[[2]]$groups[[2]]$median, 426, 0)
stopifnot(identical(as.numeric(all[[2]]$groups[[1]]$at_risk$items), c(138, 62, 20, 7, 2)),
          identical(as.numeric(all[[2]]$groups[[2]]$at_risk$items), c(90, 53, 21, 3, 0)))

## ---- the robust variance of a restricted mean, treatments of one client together --------------------
clients <- data.frame(client = sample(1:60, 160, TRUE))
alike <- rgamma(60, 1.5, 1.5)
clients$day <- floor(rexp(160, 1 / 5) * alike[clients$client])
clients$event <- as.integer(clients$day < 15 & runif(160) < 0.9)
clients$day <- pmin(clients$day, 14)
# The infinitesimal jackknife: how much each client moves the area under the curve, from that of the curve on each day.
whole <- survfit(Surv(day, event) ~ 1, data = clients, id = seq_len(nrow(clients)), influence = 1)
on <- function(of, day) { at <- findInterval(day, whole$time); if (at == 0) rep(0, nrow(of)) else of[, at] }
move <- rowSums(sapply(0:13, function(day) on(whole$influence.surv, day)))
robust <- sum(tapply(move, clients$client, sum)^2)
write_json(list(
  header = header("Rscript tests/reference/recovery.R", "survival"),
  notes = list(
    curves = "survfit(conf.type = 'log-log'), survdiff, the area under survfit; Freireich's 6-MP and placebo, NCCTG lung by sex and by ECOG score, and made-up treatments",
    clustered = "the squared influence of each client on the area under the curve up to day 14, over that of each treatment"),
  curves = all,
  clustered = list(client = arr(clients$client), day = arr(clients$day), event = arr(clients$event),
                   design_effect = robust / sum(move^2))
), target)
