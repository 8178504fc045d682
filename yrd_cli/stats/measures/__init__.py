"""The corpus linguist's measures: each a pure function of counts, named after the measure.

| module | what | arguments |
|---|---|---|
| `association` | node and collocate | ``o11, f1, f2, n, span=1`` |
| `keyness` | corpus and reference | ``frequency, size, reference_frequency, reference_size`` |
| `dispersion` | spread over parts | ``frequencies, sizes=None`` (None: equal parts) |
| `reduced_frequency` | ARF | ``positions, size`` |
| `weighting` | IDF, TF-IDF | ``document_frequency, documents`` |
| `diversity` | vocabulary, from counts | ``types, tokens`` or ``frequencies`` (of each type) |
| `running_diversity` | vocabulary, along the text | ``words`` (the tokens in order) |
| `significance` | p-values, corrections, BIC | ``statistic``, ``p_values`` |
| `contingency` | two-by-two tables | ``Cells(o11, o12, o21, o22)`` |

Where the literature has variants, each has a name of its own: the log-likelihood of a collocation
is `log_likelihood` (four cells), that of a key word `log_likelihood_two_term` (Rayson & Garside)
or `log_likelihood_four_term` (Dunning); `dp_norm` is the corrected form of 2012, `dp_norm_2008`
the first one; `z_score` is Evert's, `z_score_berry_rogghe` the first one; `yule_i` is Oakes's,
`yule_index_of_diversity` the reciprocal of K.

No measure is ever NaN: where it is not defined it is None, where it has no bound inf or -inf, and
impossible counts raise ValueError. Each docstring says which.
"""

from yrd_cli.stats.measures.association import (
    delta_p_backward,
    delta_p_forward,
    dice,
    expected_frequency,
    log_dice,
    log_likelihood,
    mi3,
    mutual_information,
    npmi,
    simple_log_likelihood,
    t_score,
    z_score,
    z_score_berry_rogghe,
)
from yrd_cli.stats.measures.contingency import (
    Cells,
    cells,
    expected,
    g_squared,
    pearson_chi_squared,
)
from yrd_cli.stats.measures.dispersion import (
    Parts,
    carroll_d2,
    dispersion_range,
    dp,
    dp_norm,
    dp_norm_2008,
    juilland_d,
    relative_range,
    rosengren_s,
)
from yrd_cli.stats.measures.diversity import (
    corrected_ttr,
    entropy,
    hapax_legomena,
    hd_d,
    herdan_c,
    maas,
    root_ttr,
    simpson_d,
    ttr,
    yule_i,
    yule_index_of_diversity,
    yule_k,
    zipf_slope,
)
from yrd_cli.stats.measures.keyness import (
    chi_squared,
    chi_squared_yates,
    effect_size_log_likelihood,
    log_likelihood_four_term,
    log_likelihood_two_term,
    log_ratio,
    odds_ratio,
    per_million,
    percent_difference,
    relative_risk,
    simple_maths,
)
from yrd_cli.stats.measures.reduced_frequency import (
    average_reduced_frequency,
    reduced_frequency_of_distances,
)
from yrd_cli.stats.measures.running_diversity import mattr, msttr, mtld
from yrd_cli.stats.measures.significance import (
    CORRECTIONS,
    benjamini_hochberg,
    bic,
    bonferroni,
    holm,
    p_value,
)
from yrd_cli.stats.measures.weighting import idf, smooth_idf, tf_idf

__all__ = [
    "CORRECTIONS",
    "Cells",
    "Parts",
    "average_reduced_frequency",
    "benjamini_hochberg",
    "bic",
    "bonferroni",
    "carroll_d2",
    "cells",
    "chi_squared",
    "chi_squared_yates",
    "corrected_ttr",
    "delta_p_backward",
    "delta_p_forward",
    "dice",
    "dispersion_range",
    "dp",
    "dp_norm",
    "dp_norm_2008",
    "effect_size_log_likelihood",
    "entropy",
    "expected",
    "expected_frequency",
    "g_squared",
    "hapax_legomena",
    "hd_d",
    "herdan_c",
    "holm",
    "idf",
    "juilland_d",
    "log_dice",
    "log_likelihood",
    "log_likelihood_four_term",
    "log_likelihood_two_term",
    "log_ratio",
    "maas",
    "mattr",
    "mi3",
    "msttr",
    "mtld",
    "mutual_information",
    "npmi",
    "odds_ratio",
    "p_value",
    "pearson_chi_squared",
    "per_million",
    "percent_difference",
    "reduced_frequency_of_distances",
    "relative_range",
    "relative_risk",
    "root_ttr",
    "rosengren_s",
    "simple_log_likelihood",
    "simple_maths",
    "simpson_d",
    "smooth_idf",
    "t_score",
    "tf_idf",
    "ttr",
    "yule_i",
    "yule_index_of_diversity",
    "yule_k",
    "z_score",
    "z_score_berry_rogghe",
    "zipf_slope",
]
