# Counts of published studies, from a folder with their data, with their citations and the figures they must give.
#   Rscript tests/reference/published.R DATA_FOLDER [FILE]      writes tests/reference/published.json
# The counts are taken from the files; the script stops if one differs from what the publication prints.
# The tests read only the JSON, never the files.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
arguments <- commandArgs(TRUE)
data_folder <- arguments[1]   # the files named below, as their R packages distribute them
target <- if (length(arguments) > 1) arguments[2] else file.path(here, "published.json")
read <- function(name) read.csv(file.path(data_folder, name), stringsAsFactors = FALSE, na.strings = c("", "NA"), strip.white = TRUE)

index <- "computed from the file (INDEX.md)"

# outcome and factor: one entry per row, TRUE/FALSE and a label, NA where blank.
# must: the figures this table must give, each with the decimals it is printed to and where.
must <- function(what, value, decimals, source) list(what = what, value = value, decimals = decimals, source = source)
study <- function(id, citation, file, outcome_name, factor_name, outcome, group, a, b, expected_counts, musts = list(), note = NULL) {
  stopifnot(length(outcome) == length(group))
  blank <- is.na(outcome) | is.na(group)
  o <- outcome[!blank]; g <- group[!blank]
  stopifnot(all(g %in% c(a, b)))
  x1 <- sum(o[g == a]); n1 <- sum(g == a); x2 <- sum(o[g == b]); n2 <- sum(g == b)
  agree(paste(id, "counts"), c(x1, n1, x2, n2), expected_counts)

  m <- matrix(c(x1, n1 - x1, x2, n2 - x2), 2, byrow = TRUE)
  chi <- pearson(m)
  k <- katz(x1, n1, x2, n2); w <- woolf(x1, n1, x2, n2); d <- newcombe(x1, n1, x2, n2)
  computed <- list(
    rate_a = x1 / n1, rate_b = x2 / n2,
    risk_difference_newcombe = list(estimate = d[1], lower = d[2], upper = d[3]),
    risk_ratio_katz = list(estimate = (x1 / n1) / (x2 / n2), lower = k[1], upper = k[2]),
    odds_ratio_wald = list(estimate = m[1] * m[4] / (m[2] * m[3]), lower = w[1], upper = w[2]),
    chi_square = chi, fisher = list(p = fisher.test(m)$p.value))
  if (!anyNA(k) && all(m > 0)) {
    r <- quiet(epitools::riskratio.wald(matrix(c(n2 - x2, x2, n1 - x1, x1), 2, byrow = TRUE)))$measure[2, ]
    agree(paste(id, "katz v epitools"), unlist(computed$risk_ratio_katz), r)
  }
  flat <- unlist(computed)
  for (one in musts) {
    stopifnot(one$what %in% names(flat))
    agree_published(paste(id, one$what), flat[[one$what]], one$value, one$decimals)
  }
  out <- list(id = id, citation = citation, file = file, outcome = outcome_name, factor = factor_name,
       level_a = a, breakouts_a = x1, n_a = n1, level_b = b, breakouts_b = x2, n_b = n2,
       rows = length(outcome), blank_outcome = sum(is.na(outcome)), blank_factor = sum(is.na(group)),
       computed = computed, must_give = musts)
  if (!is.null(note)) out$note <- note
  out
}

## ---- Oswego -----------------------------------------------------------------------------------
oswego_citation <- "Outbreak of gastrointestinal illness after a church supper, Oswego County, New York, April 1940 (CDC case study 401-303, Oswego); Epi Info's demonstration data; data set oswego of the R package epitools (Aragon)"
oswego <- read("epitools_oswego.csv")
stopifnot(nrow(oswego) == 75, sum(oswego$ill == "Y") == 46)
foods <- list(
  baked.ham = c(29, 46, 17, 29), spinach = c(26, 43, 20, 32), mashed.potato = c(23, 37, 23, 37),
  cabbage.salad = c(18, 28, 28, 47), jello = c(16, 23, 30, 52), rolls = c(21, 37, 25, 38),
  brown.bread = c(18, 27, 28, 48), milk = c(2, 4, 44, 71), coffee = c(19, 31, 27, 44), water = c(13, 24, 33, 51),
  cakes = c(27, 40, 19, 35), vanilla.ice.cream = c(43, 54, 3, 21), chocolate.ice.cream = c(25, 47, 20, 27),
  fruit.salad = c(4, 6, 42, 69))
stopifnot(identical(names(foods), names(oswego)[8:21]))
# The published attack rates, per cent, of those who ate each food and of those who did not. The same table prints the counts
# above, and all 14 rows are equal to the file's. Cakes is printed 67, cut short: 27/40 is 67.5.
oswego_table <- "published: the outbreak's attack rate table (docstoc.com document 575881), whole per cents"
attack_rates <- list(
  baked.ham = c(63, 59), spinach = c(60, 62), mashed.potato = c(62, 62), cabbage.salad = c(64, 60), jello = c(70, 58), rolls = c(57, 66),
  brown.bread = c(67, 58), milk = c(50, 62), coffee = c(61, 61), water = c(54, 65), cakes = c(67, 54), vanilla.ice.cream = c(80, 14),
  chocolate.ice.cream = c(53, 74), fruit.salad = c(67, 61))
oswego_more <- list(vanilla.ice.cream = list(
  must("risk_ratio_katz.estimate", 5.574, 3, index), must("risk_ratio_katz.lower", 1.94, 2, index),
  must("risk_ratio_katz.upper", 16.0, 1, index), must("chi_square.statistic", 27.22, 2, index)))
oswego_musts <- function(food) c(
  list(must("rate_a", attack_rates[[food]][1] / 100, 2, oswego_table), must("rate_b", attack_rates[[food]][2] / 100, 2, oswego_table)),
  oswego_more[[food]])
oswego_studies <- lapply(names(foods), function(food) study(
  paste0("oswego_", gsub(".", "_", food, fixed = TRUE)), oswego_citation, "epitools_oswego.csv", "ill = Y", food,
  oswego$ill == "Y", oswego[[food]], "Y", "N", foods[[food]], oswego_musts(food)))
p <- vapply(oswego_studies, function(s) s$computed$chi_square$p, 0)
stopifnot(which.min(p) == which(names(foods) == "vanilla.ice.cream"))            # vanilla ranks first
ranked <- vapply(oswego_studies, function(s) s$id, "")[order(p)]

## ---- trials -----------------------------------------------------------------------------------
strep <- read("strep_tb.csv")
streptomycin <- "MRC Streptomycin in Tuberculosis Trials Committee. Streptomycin treatment of pulmonary tuberculosis. BMJ 1948;2:769-782; data set strep_tb of the R package medicaldata (MIT)"
licorice <- read("licorice_gargle.csv")
laryngoscope <- read("laryngoscope.csv")
opt <- read("opt.csv")
trials <- list(
  study("strep_tb_improved", streptomycin, "strep_tb.csv", "improved", "arm", strep$improved == "True", strep$arm,
        "Streptomycin", "Control", c(38, 55, 17, 52),
        list(must("chi_square.statistic", 14.176, 3, index), must("chi_square.p", 0.000166, 6, index))),
  study("strep_tb_deaths", streptomycin, "strep_tb.csv", "radiologic_6m = 1_Death", "arm", strep$radiologic_6m == "1_Death", strep$arm,
        "Streptomycin", "Control", c(4, 55, 14, 52), list(must("rate_a", 4 / 55, 6, "published deaths 4/55"), must("rate_b", 14 / 52, 6, "published deaths 14/52"))),
  study("licorice_gargle", "Ruetzler K, Fleck M, Nabecker S, et al. Anesthesia & Analgesia 2013;117:614-621; data set licorice_gargle of the R package medicaldata (MIT)",
        "licorice_gargle.csv", "postOp4hour_throatPain > 0", "treat", licorice$postOp4hour_throatPain > 0,
        c("sugar", "licorice")[licorice$treat + 1], "licorice", "sugar", c(24, 117, 52, 116),
        list(must("rate_a", 0.21, 2, "published 21 %"), must("rate_b", 0.45, 2, "published 45 %"),
             must("risk_ratio_katz.estimate", 0.458, 3, index), must("fisher.p", 8.6e-5, 6, index)),
        "treat is 0 sugar, 1 licorice. Two outcomes are blank: the denominators are not 118 and 117."),
  study("laryngoscope", "Abdallah R, Galway U, You J, et al. A randomized comparison between the Pentax AWS video laryngoscope and the Macintosh laryngoscope in morbidly obese patients. Anesthesia & Analgesia 2011;113:1082-1087; data set laryngoscope of the R package medicaldata (MIT)",
        "laryngoscope.csv", "attempt1_S_F = 1 (first attempt succeeded)", "Randomization", laryngoscope$attempt1_S_F == 1,
        as.character(laryngoscope$Randomization), "0", "1", c(45, 49, 43, 50), list(),
        "Randomization 0 is the standard Macintosh laryngoscope, 1 the Pentax AWS video laryngoscope (the package's help page)."),
  study("opt", "Michalowicz BS, Hodges JS, DiAngelis AJ, et al. Treatment of periodontal disease and the risk of preterm birth. NEJM 2006;355:1885-1894; data set opt of the R package medicaldata (MIT)",
        "opt.csv", "Preg.ended...37.wk = Yes (birth before 37 weeks)", "Group", opt$Preg.ended...37.wk == "Yes",
        opt$Group, "T", "C", c(50, 408, 53, 406), list(),
        "9 outcomes are blank. The paper prints 49/407 v 52/405: report what the file holds.")
)

## ---- Berkeley ---------------------------------------------------------------------------------
ucb <- read("datasets_UCBAdmissions.csv")
ucb <- ucb[rep(seq_len(nrow(ucb)), ucb$Freq), ]
stopifnot(nrow(ucb) == 4526)
ucb_citation <- "Bickel PJ, Hammel EA, O'Connell JW. Sex bias in graduate admissions: data from Berkeley. Science 1975;187:398-404; R datasets UCBAdmissions"
penn <- "published: Penn State STAT 504, lesson 3, SAS PROC FREQ output"
toronto <- "published: University of Toronto STA429 (2004) handout 3, SAS PROC FREQ output"
berkeley <- list(
  study("ucb_sex", ucb_citation, "datasets_UCBAdmissions.csv", "Admit = Admitted", "Gender", ucb$Admit == "Admitted", ucb$Gender, "Male", "Female",
        c(1198, 2691, 557, 1835), list(must("odds_ratio_wald.estimate", 1.841, 3, index), must("chi_square.statistic", 92.2053, 4, toronto)),
        "Counts in the file (column Freq), one row per cell.")
)
department <- function(d, counts, musts) {
  one <- ucb[ucb$Dept == d, ]
  study(paste0("ucb_department_", tolower(d)), ucb_citation, "datasets_UCBAdmissions.csv", "Admit = Admitted", paste("Gender, department", d, "only"),
        one$Admit == "Admitted", one$Gender, "Male", "Female", counts, musts)
}
berkeley <- c(berkeley, list(
  department("A", c(512, 825, 89, 108), list(
    must("chi_square.statistic", 17.248, 4, penn),
    must("odds_ratio_wald.estimate", 1 / 2.8636, 4, paste(penn, "(printed as the odds ratio of rejection, 2.8636)")),
    must("risk_ratio_katz.estimate", 0.7531, 4, penn), must("risk_ratio_katz.lower", 0.6799, 4, penn), must("risk_ratio_katz.upper", 0.8341, 4, penn))),
  department("B", c(353, 560, 17, 25), list(
    must("chi_square.statistic", 0.2537, 4, penn), must("chi_square.p", 0.6145, 4, penn), must("fisher.p", 0.6771, 4, penn),
    must("risk_ratio_katz.estimate", 0.9270, 4, penn), must("risk_ratio_katz.lower", 0.7032, 4, penn), must("risk_ratio_katz.upper", 1.2220, 4, penn)))
))

## ---- write ------------------------------------------------------------------------------------
out <- list(
  header = header("Rscript tests/reference/published.R", c("stats", "epitools")),
  notes = list(
    counts = "level_a v level_b; n leaves out rows whose outcome or factor is blank; rows = n_a + n_b + the rows with a blank.",
    must_give = "value is what the source prints, to so many decimals; what is the name of the field in computed, with a dot for each step down. Sources that say INDEX.md were computed from the file by an earlier hand, the others were read in the publication.",
    computed = "R: see the notes in methods.json for each method. No continuity correction; nothing added to empty cells.",
    oswego = "The counts of all 14 foods, from the file, equal those of the published attack rate table; one person is blank for mashed potato and one for chocolate ice cream."
  ),
  oswego_rank_by_chi_square_p = ranked,
  studies = c(oswego_studies, trials, berkeley)
)
write_json(out, target)
cat("wrote", target, "\n")
