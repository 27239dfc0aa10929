using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Cli.Doctor.Findings;
using Gantry.Cli.Verify.Dialects;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>A client's file in JSON.</summary>
internal sealed class JsonFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private JsonFile(string path, string text, JsonObject? root, Finding? fault)
    {
        Path = path;
        Text = text;
        Root = root;
        Fault = fault;
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>What it holds; null when it cannot be read.</summary>
    public JsonObject? Root { get; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public Finding? Fault { get; }

    /// <param name="path">The file.</param>
    /// <param name="client">For the names of findings.</param>
    /// <param name="comments">The client takes comments and commas too many.</param>
    /// <returns>Null where there is no such file.</returns>
    public static JsonFile? Read(string path, string client, bool comments)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var text = File.ReadAllText(path);
            var root = JsonNode.Parse(text.Trim().Length == 0 ? "{}" : text, documentOptions: comments ? Lenient : Strict) as JsonObject;
            return new JsonFile(path, text, root, root is null ? Fail(path, client, "it is not an object", 1) : null);
        }
        catch (JsonException failure)
        {
            return new JsonFile(path, "", null, Fail(path, client, failure.Message.Contains("uplicate", StringComparison.Ordinal) ? "a member stands there twice" : "it is no JSON", (int)(failure.LineNumber ?? 0) + 1));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new JsonFile(path, "", null, Fail(path, client, failure.Message, 1));
        }
    }

    /// <summary>A string of it; null where there is none, or it is empty.</summary>
    public Setting? String(params IReadOnlyList<string> path)
    {
        JsonNode? node = Root;
        foreach (var name in path) node = node.At(name);
        if (node.Text() is not { Length: > 0 } value) return null;
        return new Setting(path[^1], value, Where(path))
        {
            Path = Path,
            With = changed => JsonSpot.Set(Text, changed, path),
            Line = changed => $"{ShellText.Json(path[^1])}: {ShellText.Json(changed)}",
        };
    }

    /// <summary>The file with the line of a value.</summary>
    public string Where(params IReadOnlyList<string> path) => $"{Path}:{JsonSpot.Line(Text, path)}";

    private static Finding Fail(string path, string client, string reason, int line) =>
        Finding.Problem($"The file cannot be read: {reason}.", $"{path}:{line}", $"Correct the line; a JSON file needs every comma and quotation mark: python3 -m json.tool {path}") with
        {
            Id = $"{client}.file-invalid",
            Why = "The client ignores the file or stops.",
        };
}
