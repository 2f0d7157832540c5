# Reference values for the project's statistics, worked out in R. See README.md beside this file.
#   Rscript tests/reference/methods.R            writes tests/reference/methods.json
#   Rscript tests/reference/methods.R FILE       writes FILE
# Wherever a second R route to the same number exists, the script takes it too and stops if they disagree.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
quiet(suppressPackageStartupMessages({library(epiR); library(epitools)}))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "methods.json")

## ---- 1. wilson --------------------------------------------------------------------------------
one_rate <- list(c(0, 10), c(1, 10), c(5, 10), c(10, 10), c(43, 54), c(3, 21), c(24, 117), c(52, 116), c(216, 2400),
                 c(1, 1), c(0, 1), c(7, 100000))
section_wilson <- unlist(lapply(one_rate, function(t) lapply(c(0.95, 0.99), function(level) {
  ci <- wilson(t[1], t[2], level)
  list(breakouts = t[1], n = t[2], level = level, rate = t[1] / t[2], lower = ci[1], upper = ci[2])
})), recursive = FALSE)

## ---- 2. two levels ----------------------------------------------------------------------------
newcombe_1998 <- "Newcombe RG. Interval estimation for the difference between independent proportions: comparison of eleven methods. Statistics in Medicine 1998;17:873-890, Table II, method 10"
two <- function(name, x1, n1, x2, n2, source = "made up", published = NULL)
  list(name = name, t = c(x1, n1, x2, n2), source = source, published = published)
newcombe_row <- function(row, x1, n1, x2, n2, lower, upper)
  two(paste0("newcombe_1998_", row), x1, n1, x2, n2, newcombe_1998,
      list(citation = newcombe_1998, decimals = 4, risk_difference_newcombe = list(lower = lower, upper = upper)))

two_level_tables <- list(
  two("oswego_vanilla", 43, 54, 3, 21, "epitools oswego: ill among eaters of vanilla ice cream v the rest"),
  two("oswego_chocolate", 25, 47, 20, 27, "epitools oswego: chocolate ice cream"),
  two("strep_tb_improved", 38, 55, 17, 52, "medicaldata strep_tb: improved, streptomycin v control"),
  two("licorice", 24, 117, 52, 116, "medicaldata licorice_gargle: throat pain at 4 hours, licorice v sugar"),
  two("laryngoscope", 45, 49, 43, 50, "medicaldata laryngoscope: first attempt succeeded"),
  two("opt", 50, 408, 53, 406, "medicaldata opt: birth before 37 weeks, treatment v control"),
  two("ucb_sex", 1198, 2691, 557, 1835, "R datasets UCBAdmissions: admitted, men v women"),
  two("strep_tb_deaths", 4, 55, 14, 52, "medicaldata strep_tb: deaths, streptomycin v control"),
  two("zero_v_some", 0, 20, 5, 20),
  two("some_v_zero", 5, 20, 0, 20),
  two("tiny", 1, 5, 3, 7),
  two("rare_and_large", 7, 100000, 21, 100000),
  two("all_v_all", 10, 10, 10, 10),
  two("some_v_all", 7, 12, 9, 9),
  two("koopman_1984", 36, 40, 16, 80, "Koopman PAR. Biometrics 1984;40:513-517, the example", list(
    citation = "Nam J. Biometrical Journal 1995;37:375-379 (Koopman's example), as quoted in statsmodels test_proportion.py: 2.940 to 7.152",
    decimals = 3, risk_ratio_score_koopman = list(lower = 2.940, upper = 7.152))),
  newcombe_row("a", 56, 70, 48, 80, 0.0524, 0.3339),
  newcombe_row("b", 9, 10, 3, 10, 0.1705, 0.8090),
  newcombe_row("c", 6, 7, 2, 7, 0.0582, 0.8062),
  newcombe_row("d", 5, 56, 0, 29, -0.0381, 0.1926),
  newcombe_row("e", 0, 10, 0, 20, -0.1611, 0.2775),
  newcombe_row("f", 0, 10, 0, 10, -0.2775, 0.2775),
  newcombe_row("g", 10, 10, 0, 20, 0.6791, 1.0000),
  newcombe_row("h", 10, 10, 0, 10, 0.6075, 1.0000)
)

two_levels <- function(table) {
  x1 <- table$t[1]; n1 <- table$t[2]; x2 <- table$t[3]; n2 <- table$t[4]
  m <- matrix(c(x1, n1 - x1, x2, n2 - x2), 2, byrow = TRUE)
  name <- table$name

  rd <- newcombe(x1, n1, x2, n2)
  e <- epi.conf(matrix(c(x1, n1 - x1, x2, n2 - x2), 1), ctype = "prop.unpaired", conf.level = 0.95)  # is Newcombe's method 10
  agree(paste(name, "newcombe v epiR::epi.conf"), rd, c(e$est, e$lower, e$upper), absolute = 1e-12)

  rr <- finite_or_na((x1 / n1) / (x2 / n2))
  ci_katz <- katz(x1, n1, x2, n2)
  if (!anyNA(ci_katz) && all(m > 0)) {
    r <- quiet(riskratio.wald(matrix(c(n2 - x2, x2, n1 - x1, x1), 2, byrow = TRUE)))$measure[2, ]   # row 1 is the reference
    agree(paste(name, "katz v epitools::riskratio.wald"), c(rr, ci_katz), r)
    r <- quiet(epi.2by2(as.table(m), method = "cohort.count"))$massoc.detail
    agree(paste(name, "katz v epiR::epi.2by2"), c(rr, ci_katz), unlist(r$RR.strata.wald))
    agree(paste(name, "woolf v epiR::epi.2by2"), c(m[1] * m[4] / (m[2] * m[3]), woolf(x1, n1, x2, n2)), unlist(r$OR.strata.wald))
  }

  koopman <- score_ratio_interval(x1, n1, x2, n2, mn = FALSE)
  mn <- score_ratio_interval(x1, n1, x2, n2, mn = TRUE)
  # epiR 2.0.57 wants the cells in the order a, b, c, d; epi.2by2 hands it a matrix, which R reads down the columns, so
  # epi.2by2's own RR.strata.score is that of the transposed table. Called with the right order it is a closed form (Nam 1995).
  # Where everyone in just one group broke out it steps by 1.0001, which is too coarse to compare closely.
  e <- epiR:::zRRscore(c(x1, n1 - x1, x2, n2 - x2), 0.95)[2:3]
  coarse <- xor(x1 == n1, x2 == n2)
  agree(paste(name, "koopman v epiR:::zRRscore"), koopman, e, relative = if (coarse) 2e-4 else 1e-7)
  # each finite limit must put the statistic at the critical value
  critical <- qnorm(0.975)^2
  for (limit in koopman[is.finite(koopman) & koopman > 0])
    agree(paste(name, "koopman limit"), score_ratio(limit, x1, n1, x2, n2), critical, relative = 1e-8)
  for (limit in mn[is.finite(mn) & mn > 0])
    agree(paste(name, "mn limit"), score_ratio(limit, x1, n1, x2, n2, mn = TRUE), critical, relative = 1e-8)

  or <- finite_or_na((x1 * (n2 - x2)) / ((n1 - x1) * x2))
  ci_or <- woolf(x1, n1, x2, n2)
  chi <- pearson(m)
  if (is.finite(chi$statistic))   # the score test of a ratio of 1 is Pearson's chi-square
    agree(paste(name, "score at 1 v chi-square"), score_ratio(1, x1, n1, x2, n2), chi$statistic, absolute = 1e-10)
  fisher <- fisher.test(m)$p.value

  p <- table$published
  if (!is.null(p$risk_difference_newcombe))
    agree_published(paste(name, "published newcombe"), rd[2:3], unlist(p$risk_difference_newcombe), p$decimals)
  if (!is.null(p$risk_ratio_score_koopman))
    agree_published(paste(name, "published koopman"), koopman, unlist(p$risk_ratio_score_koopman), p$decimals)

  out <- list(
    name = name, source = table$source,
    breakouts_a = x1, n_a = n1, breakouts_b = x2, n_b = n2, rate_a = x1 / n1, rate_b = x2 / n2,
    risk_difference_newcombe = list(estimate = rd[1], lower = rd[2], upper = rd[3]),
    risk_ratio_katz = list(estimate = rr, lower = ci_katz[1], upper = ci_katz[2]),
    risk_ratio_score_koopman = list(estimate = rr, lower = koopman[1], upper = koopman[2]),
    risk_ratio_score_miettinen_nurminen = list(estimate = rr, lower = mn[1], upper = mn[2]),
    odds_ratio_wald = list(estimate = or, lower = ci_or[1], upper = ci_or[2]),
    chi_square = chi,
    fisher = list(p = fisher)
  )
  if (!is.null(p)) out$published <- p
  out
}
section_two_levels <- lapply(two_level_tables, two_levels)

# Stata Technical Bulletin 58 (2000), "koopmani 36 40 16 80", also at the 99 % level; its bisection is good to about 1e-4 of the value.
agree("STB-58, 95 %", score_ratio_interval(36, 40, 16, 80), c(2.939633, 7.152252), relative = 1e-4)
agree("STB-58, 99 %", score_ratio_interval(36, 40, 16, 80, level = 0.99), c(2.598043, 8.283284), relative = 2e-4)

## ---- 3. r by 2 --------------------------------------------------------------------------------
rby2_tables <- list(
  list(name = "ucb_department", source = "R datasets UCBAdmissions, both sexes: admitted by department A to F",
       breakouts = c(601, 370, 322, 269, 147, 46), n = c(933, 585, 918, 792, 584, 714), exact = FALSE),
  list(name = "small_4x2", source = "made up", breakouts = c(1, 3, 0, 5), n = c(6, 7, 9, 8)),
  list(name = "zeros_3x2", source = "made up", breakouts = c(0, 4, 6), n = c(7, 8, 6)),
  list(name = "rare_6x2", source = "made up, 12 breakouts of 150", breakouts = c(0, 1, 1, 2, 7, 1), n = c(28, 31, 22, 30, 24, 15)),
  list(name = "strep_tb_condition", source = "medicaldata strep_tb: improved by baseline condition good, fair, poor",
       breakouts = c(16, 23, 16), n = c(16, 37, 54)),
  list(name = "licorice_mallampati", source = "medicaldata licorice_gargle: throat pain at 4 hours by Mallampati score 1 to 4",
       breakouts = c(20, 47, 9, 0), n = c(70, 133, 29, 1)),
  list(name = "one_level_of_one", source = "made up", breakouts = c(1, 4, 2), n = c(1, 25, 30)),
  list(name = "equal_rates_3x2", source = "made up", breakouts = c(2, 4, 6), n = c(10, 20, 30))
)
section_rby2 <- lapply(rby2_tables, function(t) {
  m <- cbind(t$breakouts, t$n - t$breakouts)
  stopifnot(all(m >= 0))
  fisher <- NA_real_
  if (!identical(t$exact, FALSE)) {
    fisher <- fisher.test(m, workspace = 2e8)$p.value
    agree(paste(t$name, "fisher v listing"), fisher, fisher_by_listing(t$breakouts, t$n), relative = 1e-8)
  }
  list(name = t$name, source = t$source, breakouts = arr(t$breakouts), n = arr(t$n),
       chi_square = pearson(m), fisher = list(p = fisher))
})

## ---- 4. ordered trend -------------------------------------------------------------------------
trend <- function(name, source, breakouts, n, scores = seq_along(n), published = NULL)
  list(name = name, source = source, breakouts = breakouts, n = n, scores = scores, published = published)
malformation_x <- c(48, 38, 5, 1, 1)
malformation_n <- c(17114, 14502, 793, 127, 38)
malformation <- "Graubard BI, Korn EL. Biometrics 1987;43:471-476: congenital sex organ malformation by mother's drinks a day (0, <1, 1-2, 3-5, >=6); also Agresti, Categorical Data Analysis"
trend_tables <- list(
  trend("malformation_scores_1_to_5", malformation, malformation_x, malformation_n, published = list(
    citation = "Cytel StatXact example 6 (equally spaced scores, asymptotic, two-sided), which prints .1765; the last digit is not reproduced", decimals = 3,
    n_minus_1_p = 0.1765)),
  trend("malformation_agresti_scores", malformation, malformation_x, malformation_n, c(0, 0.5, 1.5, 4, 7), list(
    citation = "Agresti A. Categorical Data Analysis, 2nd ed., 2002, section 3.4: M2 = 6.57 (quoted from memory; the value is reproduced here)",
    decimals = 2, n_minus_1_x2 = 6.57)),
  trend("malformation_statxact_scores", malformation, malformation_x, malformation_n, c(0, 0.5, 1.5, 4, 8), list(
    citation = "Cytel StatXact example 6 (average drinks a day, asymptotic, two-sided)", decimals = 4, n_minus_1_p = 0.0078)),
  trend("lung_tumour", "Lung tumours in female mice given 1,2-dichloroethane at three doses. Encyclopedia of Biostatistics (Armitage & Colton 1998), p. 4578, Table 2",
        c(2, 7, 15), c(40, 50, 48), published = list(
    citation = "R-help, answer to E. Lecoutre's of 28 July 2005 (mail-archive.com msg52871), coin::independence_test: 10.6381", decimals = 4,
    n_minus_1_x2 = 10.6381)),
  trend("stata_kalish", "Sribney W, A comparison of different tests for trend, StataCorp FAQ 1996 (L. Kalish's example)",
        c(1, 5, 21), c(20, 36, 88), published = list(
    citation = "the same: SAS PROC FREQ 'Mantel-Haenszel chi-square' 4.515", decimals = 3, n_minus_1_x2 = 4.515)),
  trend("smokers", "R, ?prop.trend.test (Fleiss 1981): smokers among lung patients in four studies", c(83, 90, 129, 70), c(86, 93, 136, 82)),
  trend("strep_tb_condition", "medicaldata strep_tb: improved by baseline condition good, fair, poor (falls)", c(16, 23, 16), c(16, 37, 54)),
  trend("ucb_department", "R datasets UCBAdmissions by department A to F (falls steeply; the order is the alphabet's)",
        c(601, 370, 322, 269, 147, 46), c(933, 585, 918, 792, 584, 714)),
  trend("small_with_zero", "made up", c(0, 2, 5), c(8, 9, 10)),
  trend("hump", "made up: up and down again, hardly any trend", c(4, 9, 8, 5), c(30, 31, 29, 30)),
  trend("no_trend_at_all", "made up: symmetrical, z is exactly 0", c(3, 7, 3), c(20, 20, 20))
)
section_trend <- lapply(trend_tables, function(t) {
  r <- prop.trend.test(t$breakouts, t$n, t$scores)
  N <- sum(t$n)
  # the linear-by-linear statistic, from its definition
  sum_x <- sum(t$scores * t$breakouts)
  mean_x <- sum(t$scores * t$n) * sum(t$breakouts) / N
  p <- sum(t$breakouts) / N
  variance <- (sum(t$scores^2 * t$n) - sum(t$scores * t$n)^2 / N) * N * p * (1 - p) / (N - 1)
  z <- (sum_x - mean_x) / sqrt(variance)
  if (abs(z) < 1e-12) z <- 0
  agree(paste(t$name, "trend: X2 (N-1)/N = z2"), unname(r$statistic) * (N - 1) / N, z^2, absolute = 1e-9)
  # the same number as (N-1) times the squared correlation
  s <- rep(rep(t$scores, 2), c(t$breakouts, t$n - t$breakouts)); y <- rep(1:0, c(sum(t$breakouts), N - sum(t$breakouts)))
  agree(paste(t$name, "trend: (N-1) r2"), (N - 1) * cor(s, y)^2, z^2, absolute = 1e-9)
  n1 <- list(z = z, x2 = z^2, p = 2 * pnorm(-abs(z)))
  for (what in c("n_minus_1_p", "n_minus_1_x2")) if (!is.null(t$published[[what]]))
    agree_published(paste(t$name, what), if (what == "n_minus_1_p") n1$p else n1$x2, t$published[[what]], t$published$decimals)
  out <- list(name = t$name, source = t$source, breakouts = arr(t$breakouts), n = arr(t$n), scores = arr(t$scores),
              prop_trend_test = list(x2 = if (z == 0) 0 else unname(r$statistic), df = 1, p = if (z == 0) 1 else r$p.value),
              linear_by_linear_n_minus_1 = n1)
  if (!is.null(t$published)) out$published <- t$published
  out
})

## ---- 5. mann whitney --------------------------------------------------------------------------
counts <- function(name, source, values, breakouts, no_breakouts) {
  stopifnot(!is.unsorted(values, strictly = TRUE), length(values) == length(breakouts), length(values) == length(no_breakouts))
  list(name = name, source = source, values = values, breakouts = breakouts, no_breakouts = no_breakouts)
}
from_raw <- function(name, source, with, without) {
  values <- sort(unique(c(with, without)))
  tally <- function(v) as.vector(table(factor(v, levels = values)))
  counts(name, source, values, tally(with), tally(without))
}
set.seed(20240101, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
no_ties_with <- round(rnorm(14, 0.7), 6); no_ties_without <- round(rnorm(26), 6)
skewed_with <- round(exp(rnorm(9, 1.2, 0.8)), 1); skewed_without <- round(exp(rnorm(111, 0.8, 0.8)), 1)
stopifnot(!anyDuplicated(c(no_ties_with, no_ties_without)))

oswego_age <- c(3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 24, 25, 32, 33, 35, 36, 37, 38, 40, 44, 45, 48, 50, 52, 53,
                54, 57, 58, 59, 60, 62, 63, 64, 65, 68, 69, 70, 72, 74, 77)
oswego_well <- c(0, 1, 0, 1, 0, 4, 0, 1, 1, 0, 0, 3, 0, 1, 0, 1, 1, 0, 0, 2, 2, 1, 1, 1, 0, 0, 0, 1, 0, 0,
                 1, 0, 0, 0, 0, 2, 0, 1, 2, 0, 1, 0, 0, 0, 0)
oswego_ill <- c(1, 1, 2, 0, 1, 0, 1, 1, 0, 3, 1, 1, 1, 1, 1, 0, 1, 1, 2, 2, 1, 1, 0, 1, 1, 1, 1, 1, 3, 1,
                0, 1, 1, 2, 1, 2, 1, 0, 1, 1, 0, 1, 1, 1, 1)
stopifnot(sum(oswego_ill) == 46, sum(oswego_well) == 29)

mw_data <- list(
  counts("oswego_age", "epitools oswego: age, ill v well", oswego_age, oswego_ill, oswego_well),
  counts("laryngoscope_ease", "medicaldata laryngoscope: ease of intubation (0-100), first attempt failed (breakouts) v succeeded",
         c(0, 2, 5, 10, 15, 20, 25, 30, 35, 40, 50, 55, 60, 70, 75, 80, 85, 90, 100),
         c(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 2, 1, 1, 4),
         c(2, 1, 4, 13, 8, 5, 3, 6, 2, 8, 2, 0, 13, 6, 2, 4, 4, 4, 1)),
  counts("licorice_mallampati", "medicaldata licorice_gargle: Mallampati score, throat pain at 4 hours v none; four values, heavy ties",
         1:4, c(20, 47, 9, 0), c(50, 86, 20, 1)),
  from_raw("no_ties_continuous", "rnorm, seed 20240101, rounded to 6 decimals; no ties", no_ties_with, no_ties_without),
  from_raw("skewed_continuous", "exp(rnorm), seed 20240101, rounded to 1 decimal; 9 v 111", skewed_with, skewed_without),
  counts("no_ties_small", "made up: 7 v 8, no ties", 1:15, c(0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1), c(1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0)),
  counts("four_scores", "made up: 5 v 60, scores 0 to 3", 0:3, c(0, 1, 1, 3), c(31, 14, 9, 6)),
  counts("all_the_same", "made up: one value only, nothing to test", 4, 6, 9)
)
expand <- function(d, which) rep(d$values, d[[which]])
section_mw <- lapply(mw_data, function(d) {
  x <- expand(d, "breakouts"); y <- expand(d, "no_breakouts")
  r <- quiet(wilcox.test(x, y, exact = FALSE, correct = TRUE))
  agree(paste(d$name, "W"), unname(r$statistic), sum(outer(x, y, ">")) + 0.5 * sum(outer(x, y, "==")))
  list(name = d$name, source = d$source,
       values = arr(d$values), breakouts = arr(d$breakouts), no_breakouts = arr(d$no_breakouts),
       n_breakouts = length(x), n_no_breakouts = length(y),
       w = unname(r$statistic), w_over_n1_n2 = unname(r$statistic) / (length(x) * length(y)), p = r$p.value)
})

## ---- 6. benjamini hochberg --------------------------------------------------------------------
bh <- list(
  single = 0.03,
  single_one = 1,
  plain = c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34),
  unsorted = c(0.04, 0.001, 0.5, 0.03, 0.02),
  ties = c(0.01, 0.01, 0.02, 0.02, 0.02, 0.9),
  all_equal = c(0.05, 0.05, 0.05, 0.05),
  with_ones = c(1, 0.02, 1, 0.3, 1),
  all_ones = c(1, 1, 1),
  tiny_values = c(1.2e-40, 3e-17, 0.04, 0, 0.7)
)
# the 14 foods of the Oswego supper: ill and total among those who ate it, then among those who did not
oswego_foods <- list(c(29, 46, 17, 29), c(26, 43, 20, 32), c(23, 37, 23, 37), c(18, 28, 28, 47), c(16, 23, 30, 52), c(21, 37, 25, 38),
                     c(18, 27, 28, 48), c(2, 4, 44, 71), c(19, 31, 27, 44), c(13, 24, 33, 51), c(27, 40, 19, 35), c(43, 54, 3, 21),
                     c(25, 47, 20, 27), c(4, 6, 42, 69))
bh$oswego_chi_square <- vapply(oswego_foods, function(t) pearson(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2, byrow = TRUE))$p, 0)
section_bh <- lapply(names(bh), function(name) {
  p <- bh[[name]]
  adjusted <- p.adjust(p, "BH")
  o <- order(p, decreasing = TRUE); m <- length(p)          # the definition, written out
  agree(paste("BH", name), adjusted[o], pmin(1, cummin(m / (m:1) * p[o])))
  list(name = name, p = arr(p), adjusted = arr(adjusted))
})

## ---- 7. quantile fifths -----------------------------------------------------------------------
fifths <- c(0.2, 0.4, 0.6, 0.8)
section_fifths <- lapply(Filter(function(d) d$name %in% c("oswego_age", "skewed_continuous", "no_ties_continuous", "four_scores"), mw_data), function(d) {
  v <- sort(c(expand(d, "breakouts"), expand(d, "no_breakouts")))
  list(name = d$name, of = "breakouts and no_breakouts together, as in mann_whitney",
       values = arr(d$values), counts = arr(d$breakouts + d$no_breakouts), n = length(v), probabilities = arr(fifths),
       type_1 = arr(unname(quantile(v, fifths, type = 1))), type_7 = arr(unname(quantile(v, fifths, type = 7))))
})

## ---- write ------------------------------------------------------------------------------------
out <- list(
  header = header("Rscript tests/reference/methods.R", c("stats", "epiR", "epitools")),
  notes = list(
    nulls = "null where a value is undefined, does not exist, or is infinite. An interval limit that is null while the other limit is a number is unbounded on that side.",
    levels = "Intervals are 95 % unless a field named level says otherwise.",
    wilson = "prop.test(x, n, correct = FALSE)$conf.int; agrees with epitools::binom.wilson.",
    risk_difference_newcombe = "rate_a - rate_b, Newcombe (1998) method 10: square-and-add of the two Wilson intervals, no continuity correction. Agrees with epiR::epi.conf(ctype = 'prop.unpaired') and with Newcombe's Table II.",
    risk_ratio_katz = "rate_a / rate_b with Katz's log interval: se^2 = 1/x1 - 1/n1 + 1/x2 - 1/n2, no 0.5 added. Agrees with epitools::riskratio.wald and epiR::epi.2by2 (RR.strata.wald). null where either numerator is 0 (the estimate is 0 when only breakouts_a is 0). Where everybody broke out on both sides the standard error is 0 and the interval is 1 to 1.",
    risk_ratio_score_koopman = "Asymptotic score interval WITHOUT the N/(N-1) factor: Koopman (1984), Nam (1995). This is the variant epiR:::zRRscore (and PropCIs::riskscoreci) computes and agrees with it. statsmodels: confint_proportions_2indep(compare='ratio', method='score', correction=False).",
    risk_ratio_score_miettinen_nurminen = "The same WITH the variance enlarged by N/(N-1): Miettinen and Nurminen (1985). statsmodels: correction=True, its default. Worked out by root-finding in base R; no installed R package gives it.",
    statsmodels_score = "statsmodels 0.15.0 agrees with both score intervals where no cell is empty. Where everybody in one group broke out it returns the estimate as the lower limit (some_v_all: 0.762 instead of 0.320; all_v_all: 1.000 instead of 0.722), at times as a complex number; where nobody broke out in either group it returns nan; the lower limit for breakouts_a = 0 is about 1e-16, of either sign, instead of 0.",
    epi_2by2_score = "Do not use epiR 2.0.57's epi.2by2(...)$massoc.detail$RR.strata.score: it hands its score function the cells in the wrong order and returns the interval (and the estimate) of the transposed table. For Oswego vanilla it gives 2.464 (1.649 to 4.139) instead of 5.574 (2.266 to 16.097).",
    odds_ratio_wald = "Sample (cross-product) odds ratio with Woolf's logit interval. null where a zero cell makes it undefined; not fisher.test's conditional estimate.",
    chi_square = "chisq.test(correct = FALSE). null when one column of the table is empty (nobody, or everybody, broke out).",
    fisher = "fisher.test, two-sided; for r x 2 the Fisher-Freeman-Halton test, checked against a listing of every table with the same margins. null for ucb_department: FEXACT stops with error 7 (LDSTP) at workspace = 2e8.",
    ordered_trend = "prop_trend_test is R's, with variance over N. linear_by_linear_n_minus_1 has N - 1 (statsmodels Table.test_ordinal_association): x2 is prop_trend_test's x2 times (N-1)/N. z is positive when rates rise with the scores.",
    mann_whitney = "wilcox.test(breakouts, no_breakouts, exact = FALSE, correct = TRUE). W counts the pairs in which the row with a breakout has the higher value, ties counting one half (scipy.stats.mannwhitneyu(breakouts, no_breakouts).statistic). p is the two-sided normal approximation with correction for ties and for continuity. Each value occurs so many times among breakouts and so many among no_breakouts.",
    quantile_fifths = "type_1 is the inverse of the empirical distribution (numpy 'inverted_cdf'); type_7 is R's and numpy's default ('linear')."
  ),
  wilson = section_wilson,
  two_levels = section_two_levels,
  r_by_2 = section_rby2,
  ordered_trend = section_trend,
  mann_whitney = section_mw,
  benjamini_hochberg = section_bh,
  quantile_fifths = section_fifths
)
write_json(out, target)
cat("wrote", target, "\n")
