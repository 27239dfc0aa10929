namespace Gantry.Moving.NewApi;

/// <summary>Completion ratios that are built into the programs, by model families. Facts of their published behaviour; a fork or another version may differ.</summary>
internal static class HubRatios
{
    private static readonly string[] Claudes = ["claude-3", "claude-sonnet-4", "claude-opus-4", "claude-haiku-4", "claude-fable-5", "claude-sonnet-5", "claude-opus-5"];

    /// <summary>How much dearer an answer is than its prompt.</summary>
    /// <returns>The ratio, and whether it holds against what was saved for the model.</returns>
    public static (decimal Ratio, bool Locked) NewApi(string model) => model switch
    {
        _ when Ends(model, "-all") || Ends(model, "-gizmo-*") => (2, false),
        "gpt-4o-2024-05-13" or "chatgpt-4o-latest" => (3, true),
        _ when Begins(model, "gpt-4o-mini-tts") => (20, false),
        _ when Begins(model, "gpt-4o") => (4, false),
        _ when Begins(model, "gpt-5") && !model.Contains('.', StringComparison.Ordinal) => (8, true),
        _ when Begins(model, "gpt-5.4-nano") => (6.25m, true),
        _ when Begins(model, "gpt-5.4") => (6, true),
        _ when Begins(model, "gpt-5") => (6, false),
        _ when Begins(model, "gpt-4.5-preview") => (2, true),
        _ when Begins(model, "gpt-4-turbo") || Ends(model, "gpt-4-1106") || Ends(model, "gpt-4-1105") => (3, true),
        _ when Begins(model, "gpt-3.5") => (Gpt35(model), true),
        _ when Begins(model, "gpt-") => (2, false),
        _ when Begins(model, "o1") || Begins(model, "o3") => (4, true),
        _ when IsClaude(model) => (5, true),
        _ when Begins(model, "mistral-") => (3, true),
        _ when Begins(model, "gemini-1.5") || Begins(model, "gemini-2.0") => (4, true),
        _ when Begins(model, "gemini-2.5-pro") => (8, false),
        _ when Begins(model, "gemini-2.5-flash-lite") => (4, false),
        _ when Begins(model, "gemini-2.5-flash-preview") => (Ends(model, "-nothinking") ? 4 : 3.5m / 0.15m, false),
        _ when Begins(model, "gemini-2.5-flash") || Begins(model, "gemini-robotics-er-1.5") => (2.5m / 0.3m, false),
        _ when Begins(model, "gemini-3-pro-image") => (60, false),
        _ when Begins(model, "gemini-3-pro") => (6, false),
        _ when Begins(model, "gemini-") => (4, false),
        "command-r" => (3, true),
        "command-r-plus" => (5, true),
        "command-r-08-2024" or "command-r-plus-08-2024" => (4, true),
        _ when Begins(model, "command") => (4, false),
        _ when Begins(model, "ERNIE-Speed-") || Begins(model, "ERNIE-Lite-") || Begins(model, "ERNIE-Character") || Begins(model, "ERNIE-Functions") => (2, true),
        _ => (1, false),
    };

    /// <summary>As <see cref="NewApi"/>; what was saved always holds.</summary>
    public static decimal OneApi(string model) => model switch
    {
        "gpt-4o-2024-05-13" or "chatgpt-4o-latest" => 3,
        _ when Begins(model, "gpt-3.5") => Gpt35(model),
        _ when Begins(model, "gpt-4o") => 4,
        _ when Begins(model, "gpt-4-turbo") || (Begins(model, "gpt-4") && Ends(model, "preview")) => 3,
        _ when Begins(model, "gpt-4") => 2,
        _ when Begins(model, "o1") => 4,
        _ when Begins(model, "claude-3") => 5,
        _ when Begins(model, "claude-") || Begins(model, "mistral-") || Begins(model, "gemini-") => 3,
        _ when Begins(model, "deepseek-") => 2,
        "command-r" => 3,
        "command-r-plus" => 5,
        _ => 1,
    };

    private static decimal Gpt35(string model) => model == "gpt-3.5-turbo" || Ends(model, "0125") ? 3 : Ends(model, "1106") ? 2 : 4m / 3m;

    private static bool IsClaude(string model) =>
        Claudes.Any(family => model.Contains(family, StringComparison.Ordinal));

    private static bool Begins(string model, string with) => model.StartsWith(with, StringComparison.Ordinal);

    private static bool Ends(string model, string with) => model.EndsWith(with, StringComparison.Ordinal);
}
