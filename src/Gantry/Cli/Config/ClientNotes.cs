using Gantry.Cli.ClientFiles;
using Gantry.Cli.Config.Merge;

namespace Gantry.Cli.Config;

/// <summary>What else is set and stands against what is written. It stays as it is: it is the person's own.</summary>
internal static class ClientNotes
{
    /// <param name="file">As it will be.</param>
    /// <param name="shown">What it is called.</param>
    /// <param name="text">What will be in it.</param>
    /// <param name="context">For the variables of this shell.</param>
    public static IEnumerable<string> Of(PlannedFile file, string shown, string text, ConfigContext context) => (Path.GetFileName(file.Path), file.Format) switch
    {
        ("settings.json", FileFormat.Json) when file.Addition.Contains("ANTHROPIC_AUTH_TOKEN", StringComparison.Ordinal) => Claude(shown, text, context),
        ("config.toml", FileFormat.Toml) => Codex(shown, text),
        (_, FileFormat.DotEnv) => Shell(shown, file.Addition, context),
        _ => [],
    };

    private static IEnumerable<string> Claude(string shown, string text, ConfigContext context)
    {
        const string Foreign = "ANTHROPIC_API_KEY";
        var root = new JsoncParser(text).Parse();
        if (root?.At("env", Foreign) is not null) yield return $"{shown} sets {Foreign} as well, which is sent beside the key of this gateway: take it out.";
        if (root?.Find("apiKeyHelper") is not null) yield return $"{shown} names an apiKeyHelper, which Claude Code may ask instead of the key: take it out.";
        if (context.Variable(Foreign) is { Length: > 0 }) yield return $"{Foreign} is set in this shell, and is sent beside the key of this gateway: unset it.";
    }

    private static IEnumerable<string> Codex(string shown, string text)
    {
        if (new TomlParser(text).Parse().Find("profile") is not null)
            yield return $"{shown} chooses a profile: what that sets of model and model_provider wins over what was written.";
    }

    private static IEnumerable<string> Shell(string shown, string addition, ConfigContext context) => addition.Split('\n').Select(line => line.Split('=', 2))
        .Where(line => line.Length == 2 && context.Variable(line[0]) is { Length: > 0 } set && set != line[1].Trim('\''))
        .Select(line => $"{line[0]} is set otherwise in this shell, and may win over {shown}: unset it.");
}
