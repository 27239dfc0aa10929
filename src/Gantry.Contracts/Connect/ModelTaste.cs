using System.Globalization;
using System.Text.RegularExpressions;

namespace Gantry.Contracts.Connect;

/// <summary>Which of many models a client should begin with: parts of ids, best first. Of several that fit the newest by its numbers is taken.</summary>
/// <param name="Main">For its work.</param>
/// <param name="Small">For what it does beside.</param>
public sealed partial record ModelTaste(IReadOnlyList<string> Main, IReadOnlyList<string> Small)
{
    // These make no conversation, or not one of this sort.
    private static readonly string[] Others = ["embed", "tts", "whisper", "transcribe", "moderation", "rerank", "image", "audio", "realtime", "dall-e"];
    // With its dash: gemini has the other in its name.
    private static readonly string[] Lesser = ["-mini", "nano", "lite", "haiku"];

    /// <summary>For clients that speak OpenAI's protocols.</summary>
    public static ModelTaste OpenAi { get; } = new(["gpt-5", "gpt", "claude-sonnet", "claude", "gemini"], ["-mini", "nano", "flash", "haiku"]);

    public static ModelTaste Anthropic { get; } = new(["claude-sonnet", "claude-opus", "claude"], ["claude-haiku", "haiku", "flash", "-mini"]);

    public static ModelTaste Google { get; } = new(["gemini", "gpt", "claude"], ["flash-lite", "flash", "-mini", "haiku"]);

    public static ModelTaste Pictures { get; } = new(["gpt-image", "image", "dall-e"], ["image"]);

    /// <summary>The model for its work; the first where none fits, null where there is none.</summary>
    public string? PickMain(IReadOnlyList<string> models) => Pick(models, Main, ReferenceEquals(this, Pictures) ? [] : [.. Others, .. Lesser]) ?? (models.Count > 0 ? models[0] : null);

    /// <summary>The one for what it does beside; <see cref="PickMain"/> where none fits.</summary>
    public string? PickSmall(IReadOnlyList<string> models) => Pick(models, Small, ReferenceEquals(this, Pictures) ? [] : Others) ?? PickMain(models);

    private static string? Pick(IReadOnlyList<string> models, IReadOnlyList<string> parts, IReadOnlyList<string> without) => parts
        .Select(part => models
            .Where(model => model.Contains(part, StringComparison.OrdinalIgnoreCase) && !without.Any(other => model.Contains(other, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(Numbers, Comparer<int[]>.Create(Compare)).ThenBy(model => model.Length).ThenBy(model => model, StringComparer.Ordinal)
            .FirstOrDefault())
        .FirstOrDefault(found => found is not null);

    private static int Compare(int[] left, int[] right) => left.AsSpan().SequenceCompareTo(right);

    private static int[] Numbers(string model) => [.. Number().Matches(model).Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex("[0-9]{1,8}", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
