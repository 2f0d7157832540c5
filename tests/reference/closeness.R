# Reference values for how closely two factors are associated: Cramér's V, as it is and corrected. See README.md.
#   Rscript tests/reference/closeness.R            writes tests/reference/closeness.json
#   Rscript tests/reference/closeness.R FILE       writes FILE
# Base R only: chisq.test, and Bergsma's correction (2013, J Korean Stat Soc 42:323) written out.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))))
source(file.path(here, "helpers.R"))
target <- commandArgs(TRUE)
target <- if (length(target) > 0) target[1] else file.path(here, "closeness.json")

tables <- list(
  hair_and_eyes = apply(HairEyeColor, c(1, 2), sum),
  class_and_sex = apply(Titanic, c(1, 2), sum),
  department_and_gender = apply(UCBAdmissions, c(3, 2), sum),
  by_chance = matrix(c(10, 12, 9, 11, 10, 10), nrow = 3)
)
# What vcd::assocstats prints of the first.
agree("Cramer's V of hair and eyes", round(sqrt(chisq.test(tables[[1]], correct = FALSE)$statistic / sum(tables[[1]]) / 3), 3),
      0.279)

section <- lapply(names(tables), function(name) {
  table <- tables[[name]]
  n <- sum(table); rows <- nrow(table); columns <- ncol(table)
  squared <- unname(suppressWarnings(chisq.test(table, correct = FALSE)$statistic)) / n
  surplus <- max(0, squared - (rows - 1) * (columns - 1) / (n - 1))
  smaller <- min(rows - (rows - 1)^2 / (n - 1), columns - (columns - 1)^2 / (n - 1))
  list(name = name, table = arr(lapply(seq_len(rows), function(row) arr(unname(table[row, ])))),
       corrected = sqrt(surplus / (smaller - 1)))
})

write_json(list(header = header("Rscript tests/reference/closeness.R", "stats"), tables = section), target)
