using System.Globalization;
using System.Text.Json;
using Gantry.Cli.ClientFiles;
using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>A client's file in JSON.</summary>
internal sealed class JsonFile
{
    private readonly string _text;

    private JsonFile(string path, string text, JsoncNode? root, Finding? fault)
    {
        Path = path;
        _text = text;
        Root = root;
        Fault = fault;
    }

    public string Path { get; }

    /// <summary>The object that it holds; null when it is empty, or cannot be read.</summary>
    public JsoncNode? Root { get; }

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
            var root = new JsoncParser(text, isStrict: !comments).Parse();
            if (root is { Kind: not JsonValueKind.Object }) throw new TextFaultException("it holds no JSON object", text, root.Start);
            if (root is not null && Twice(root) is { } twice) throw new TextFaultException("a member stands there twice", text, twice.Start);
            return new JsonFile(path, text, root, null);
        }
        catch (TextFaultException fault)
        {
            return new JsonFile(path, "", null, Fail(path, client, fault.Message, fault.Line));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new JsonFile(path, "", null, Fail(path, client, failure.Message, 1));
        }
    }

    /// <summary>A string of it; null where there is none, or it is empty.</summary>
    public Setting? String(params IReadOnlyList<string> path)
    {
        if (Root?.At(path)?.Text is not { Length: > 0 } value) return null;
        return new Setting(path[^1], value, Where(path))
        {
            Path = Path,
            With = changed => With(changed, path),
            Line = changed => $"{ShellText.Json(path[^1])}: {ShellText.Json(changed)}",
        };
    }

    /// <summary>An integer of it; null where there is none.</summary>
    public long? Number(params IReadOnlyList<string> path) =>
        Root?.At(path) is { Kind: JsonValueKind.Number } node && long.TryParse(_text.AsSpan(node.Start, node.End - node.Start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The whole text with a string set; null where something stands on the way that would be lost.</summary>
    public string? With(string value, params IReadOnlyList<string> path) => JsonSpot.Set(_text, Root, value, path);

    /// <summary>The file with the line of a value.</summary>
    public string Where(params IReadOnlyList<string> path) => $"{Path}:{TextLines.Number(_text, Root?.At(path)?.Start ?? 0)}";

    /// <summary>The first member whose name its object has already: clients do not agree on which of them counts.</summary>
    private static JsoncMember? Twice(JsoncNode node)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return node.Members.Select(member => names.Add(member.Name) ? Twice(member.Value) : member).Concat(node.Items.Select(Twice)).FirstOrDefault(found => found is not null);
    }

    private static Finding Fail(string path, string client, string reason, int line) =>
        Finding.Problem($"The file cannot be read: {reason}.", $"{path}:{line}", $"Correct the line; a JSON file needs every comma and quotation mark: python3 -m json.tool {path}") with
        {
            Id = $"{client}.file-invalid",
            Why = "The client ignores the file or stops.",
        };
}
