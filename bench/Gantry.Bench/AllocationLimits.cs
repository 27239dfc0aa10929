using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gantry.Bench;

/// <summary><c>bench/limits.json</c>: what each path allocated for an operation when it was last written down, in bytes.</summary>
internal sealed class AllocationLimits(IReadOnlyDictionary<string, long> written)
{
    private const long Part = 20;

    // The smallest object is larger: what allocated nothing fails with the first one. It is for paths of a few objects, where a buffer that grows in one batch of
    // the measurement and not in another is more than a twentieth.
    private const long Slack = 16;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, IndentSize = 2, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IEnumerable<string> Names => written.Keys;

    /// <exception cref="JsonException">The file is damaged.</exception>
    public static AllocationLimits Read(string file) => new(JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(file)) ?? []);

    public static void Write(string file, IEnumerable<KeyValuePair<string, long>> measured) =>
        File.WriteAllText(file, JsonSerializer.Serialize(new Dictionary<string, long>(measured), Options) + "\n");

    public long? Written(string path) => written.TryGetValue(path, out long bytes) ? bytes : null;

    /// <summary>A twentieth more than what was written down; null for a path that was not.</summary>
    public long? Most(string path) => Written(path) is { } bytes ? Math.Min(bytes + Math.Max(bytes / Part, Slack), AllocationBars.Of(path)) : null;

    /// <summary>So much less that it should be written down: until then a step back to the old figure goes unseen.</summary>
    public bool IsBetter(string path, long measured) => Written(path) is { } bytes && measured < bytes - Math.Max(bytes / Part, Slack);
}
