using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gantry.Simulator.Prompts;

/// <summary>Finds the client's own tool to write a file, and the input that makes it do so.</summary>
/// <remarks>
/// In order of preference: a function with a path-like and a content-like member (Claude Code <c>Write</c>, Gemini CLI <c>write_file</c>,
/// OpenCode <c>write</c>), <c>apply_patch</c> as custom tool (Codex) or as function (Cline), a shell (<c>exec_command</c>, <c>shell</c>, <c>bash</c>).
/// </remarks>
internal static partial class FileWriter
{
    private static readonly string[] ShellMembers = ["cmd", "command", "commands"];
    private static readonly string[] PatchMembers = ["input", "patch", "patchText"];

    /// <returns>The tool and its input, JSON or free text; <see langword="null"/> when no offered tool can write a file.</returns>
    public static (OfferedTool Tool, string Input)? Find(IReadOnlyList<OfferedTool> tools, string path, string content)
    {
        foreach (var tool in tools.OrderByDescending(tool => WriterName().IsMatch(tool.Name)))
        {
            if (!tool.Custom && Writing(tool, path, content) is { } input) return (tool, input);
        }
        foreach (var tool in tools.Where(tool => tool.Name.Contains("apply_patch", StringComparison.OrdinalIgnoreCase)))
        {
            var patch = $"*** Begin Patch\n*** Add File: {path}\n{Lines(content)}\n*** End Patch";
            if (tool.Custom) return (tool, patch);
            if (Fill(tool, PatchMembers, patch) is { } input) return (tool, input);
        }
        foreach (var tool in tools.Where(tool => !tool.Custom && ShellName().IsMatch(tool.Name)))
        {
            if (Fill(tool, ShellMembers, $"printf %s {Shell(content)} > {Shell(path)}") is { } input) return (tool, input);
        }
        return null;
    }

    private static string? Writing(OfferedTool tool, string path, string content)
    {
        var properties = tool.Schema.Member("properties");
        if (properties.ValueKind != JsonValueKind.Object || !WriterName().IsMatch(tool.Name)) return null;
        var names = properties.EnumerateObject().Select(property => property.Name).ToList();
        var pathMember = names.Find(name => name.Contains("path", StringComparison.OrdinalIgnoreCase))
            ?? names.Find(name => name.Contains("file", StringComparison.OrdinalIgnoreCase));
        var contentMember = names.Find(name => name.Contains("content", StringComparison.OrdinalIgnoreCase))
            ?? names.Find(name => name.Contains("text", StringComparison.OrdinalIgnoreCase));
        if (pathMember is null || contentMember is null || pathMember == contentMember) return null;

        var input = (JsonObject)SchemaInstance.Of(tool.Schema)!;
        input[pathMember] = path;
        input[contentMember] = content;
        return input.ToJsonString(CompactJson.Options);
    }

    private static string? Fill(OfferedTool tool, string[] members, string value)
    {
        var properties = tool.Schema.Member("properties");
        if (Array.Find(members, name => properties.Member(name).ValueKind == JsonValueKind.Object) is not { } member) return null;
        var input = (JsonObject)SchemaInstance.Of(tool.Schema)!;
        input[member] = properties.Member(member).Text("type") switch
        {
            "array" when member == "commands" => new JsonArray(value),
            "array" => new JsonArray("bash", "-lc", value),
            _ => value,
        };
        return input.ToJsonString(CompactJson.Options);
    }

    private static string Lines(string content) =>
        string.Join('\n', content.TrimEnd('\n').Split('\n').Select(line => "+" + line));

    private static string Shell(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex("^(write|write_?file|write_to_file|create_?file|file_?write|save_?file)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WriterName();

    [GeneratedRegex("^(exec_command|shell|shell_command|local_shell|bash|run_shell_command|run_commands|container\\.exec)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellName();
}
