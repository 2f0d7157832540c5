# Reference values for practitioners within clinics: the nested analysis of variance of outcomes of 0 and 1. See README.md.
#   Rscript tests/reference/units.R            writes tests/reference/units.json
#   Rscript tests/reference/units.R FILE       writes FILE
# Base R only: aov, and the same sums written out.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "units.json")

# Of each practitioner: clinic, treatments, breakouts.
cases <- list(
  balanced = list(level = c(1, 1, 1, 2, 2, 2), known = rep(100, 6), breakouts = c(8, 14, 21, 5, 9, 10)),
  unbalanced = list(level = c(1, 1, 1, 1, 2, 2, 2, 3, 3), known = c(277, 298, 286, 230, 167, 203, 176, 117, 125),
                    breakouts = c(30, 24, 41, 12, 9, 25, 14, 6, 15)),
  alike_by_chance = list(level = c(1, 1, 2, 2, 3, 3), known = c(50, 60, 70, 40, 30, 90), breakouts = c(5, 6, 7, 4, 3, 9))
)

section <- lapply(names(cases), function(name) {
  of <- cases[[name]]
  rows <- do.call(rbind, lapply(seq_along(of$known), function(unit) data.frame(
    level = of$level[unit], unit = unit, y = rep(c(1, 0), c(of$breakouts[unit], of$known[unit] - of$breakouts[unit])))))
  squares <- summary(aov(y ~ factor(level) + factor(unit), data = rows))[[1]]
  between <- squares[2, "Mean Sq"]; within <- squares[3, "Mean Sq"]
  units <- length(of$known); levels <- length(unique(of$level)); everyone <- sum(of$known)
  agree(paste(name, "degrees of freedom"), squares[2:3, "Df"], c(units - levels, everyone - units))
  usual <- (everyone - sum(tapply(of$known^2, of$level, sum) / tapply(of$known, of$level, sum))) / (units - levels)
  list(name = name, level = arr(of$level), known = arr(of$known), breakouts = arr(of$breakouts),
       between = between, within = within, alike = (between - within) / (between + (usual - 1) * within),
       freedom = units - levels,
       design_effects = arr(unname(1 + (tapply(of$known^2, of$level, sum) / tapply(of$known, of$level, sum) - 1) *
                                     max((between - within) / (between + (usual - 1) * within), 0))))
})

# The same of ordered grades, scored 0, 1, 2: of each practitioner the level and the treatments of each grade.
graded <- list(
  level = c(1, 1, 1, 2, 2, 2),
  grades = list(c(80, 8, 2), c(60, 15, 9), c(90, 6, 1), c(70, 20, 3), c(50, 22, 12), c(85, 9, 6))
)
rows <- do.call(rbind, lapply(seq_along(graded$level), function(unit) data.frame(
  level = graded$level[unit], unit = unit, y = rep(0:2, graded$grades[[unit]]))))
squares <- summary(aov(y ~ factor(level) + factor(unit), data = rows))[[1]]
sizes <- vapply(graded$grades, sum, 0)
usual <- (sum(sizes) - sum(tapply(sizes^2, graded$level, sum) / tapply(sizes, graded$level, sum))) / squares[2, "Df"]
between <- squares[2, "Mean Sq"]; within <- squares[3, "Mean Sq"]
of_grades <- list(level = arr(graded$level), grades = arr(lapply(graded$grades, arr)),
                  alike = (between - within) / (between + (usual - 1) * within), freedom = squares[2, "Df"])

write_json(list(
  header = header("Rscript tests/reference/units.R", "stats"),
  notes = list(nested = paste("between, within: mean squares of units within levels and of treatments within units; alike:",
                              "the intraclass correlation, below 0 where the product takes it for 0; design_effects: of",
                              "the rate of each level")),
  nested = section,
  graded = arr(list(of_grades))
), target)
