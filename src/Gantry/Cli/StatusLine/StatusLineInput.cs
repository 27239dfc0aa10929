using System.Text.Json;

namespace Gantry.Cli.StatusLine;

/// <summary>What Claude Code tells a status line, as far as it is shown (code.claude.com/docs, statusline: available data). Every part may be missing.</summary>
/// <param name="Model">As people read it.</param>
/// <param name="Session">What requests carry as <c>x-claude-code-session-id</c>.</param>
/// <param name="CostNanos">Claude Code's own estimate at list prices, in nano-USD.</param>
/// <param name="CachedPercent">How much of the last prompt came from the cache.</param>
internal readonly record struct StatusLineInput(string? Model, string? Session, long? CostNanos, int? CachedPercent)
{
    private const decimal MostDollars = 1_000_000_000m;

    public static StatusLineInput Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var usage = At(At(root, "context_window"), "current_usage");
            return new StatusLineInput(
                Text(At(At(root, "model"), "display_name")) ?? Text(At(At(root, "model"), "id")),
                Text(At(root, "session_id")),
                Nanos(At(At(root, "cost"), "total_cost_usd")),
                Share(Number(At(usage, "cache_read_input_tokens")), Number(At(usage, "input_tokens")) + Number(At(usage, "cache_creation_input_tokens"))));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not Unicode.
            return default;
        }
    }

    /// <summary>The share of what was read from the cache, in whole percent; null where nothing was read at all.</summary>
    public static int? Share(long cached, long others) => cached + others > 0 ? (int)((Int128)cached * 100 / (cached + others)) : null;

    public static JsonElement At(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

    public static long Number(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= 0 ? number : 0;

    private static long? Nanos(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var dollars) && dollars is >= 0 and < MostDollars ? (long)(dollars * 1_000_000_000m) : null;

    // Whatever a model is called, it must not steer the terminal.
    private static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && string.Concat(element.GetString()!.Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } text ? text : null;
}
