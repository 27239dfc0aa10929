using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>One recorded exchange of the shared collection, as far as a meter sees it.</summary>
internal sealed record Recording(string Id, string Protocol, string Operation, bool Stream, int Status, byte[] Body)
{
    private static readonly string[] Protocols =
    [
        "chat", "completions", "responses", "messages", "gemini", "gemini_embeddings", "converse", "embeddings", "images", "audio",
        "moderations", "invoke",
    ];

    /// <summary>The folder of recordings, or null where they are not at hand.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The ids of all recordings that tell the truth about usage.</summary>
    public static IEnumerable<string> Ids()
    {
        if (Folder is null) yield break;
        foreach (string line in File.ReadLines(Path.Combine(Folder, "manifest.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            string fidelity = row.RootElement.GetProperty("fidelity").GetString()!;
            if (fidelity is not ("exact" or "reserialised")) continue;
            if (Protocols.Contains(row.RootElement.GetProperty("protocol").GetString())) yield return row.RootElement.GetProperty("id").GetString()!;
        }
    }

    public static Recording? Load(string id)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, id + ".json")));
        var root = file.RootElement;
        var response = root.GetProperty("response");
        byte[] body;
        if (response.TryGetProperty("body_base64", out var binary)) body = binary.GetBytesFromBase64();
        else if (response.TryGetProperty("body", out var text) && text.ValueKind == JsonValueKind.String) body = Encoding.UTF8.GetBytes(text.GetString()!);
        else return null;
        return new Recording(
            id, root.GetProperty("protocol").GetString()!, root.GetProperty("operation").GetString()!, root.GetProperty("stream").GetBoolean(),
            response.GetProperty("status").GetInt32(), body);
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Gantry.slnx"))) continue;
            string beside = Path.Combine(folder.FullName, "..", "shared", "recordings");
            if (Directory.Exists(beside)) return beside;
        }

        string? named = Environment.GetEnvironmentVariable("GANTRY_SHARED");
        return named is not null && Directory.Exists(Path.Combine(named, "recordings")) ? Path.Combine(named, "recordings") : null;
    }
}
