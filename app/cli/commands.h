// Every sub-command by name. Each adds its options to `app` and runs when they were parsed.
#pragma once

namespace CLI {
class App;
}

namespace longview {

void add_info(CLI::App& app);
void add_align(CLI::App& app);
void add_predict(CLI::App& app);
void add_backtest(CLI::App& app);
void add_replay(CLI::App& app);
void add_export(CLI::App& app);
void add_send(CLI::App& app);
void add_measure(CLI::App& app);
void add_simulate(CLI::App& app);
void add_train(CLI::App& app);
void add_evaluate(CLI::App& app);
void add_template(CLI::App& app);
void add_norms(CLI::App& app);
void add_atrophy(CLI::App& simulate);
void add_nodule(CLI::App& simulate);
void add_nodule_command(CLI::App& app);
void add_models(CLI::App& app);
void add_bench(CLI::App& app);

}  // namespace longview
