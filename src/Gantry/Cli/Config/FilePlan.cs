using Gantry.Cli.Config.Merge;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>What of a recipe goes into files, and what a person has to do.</summary>
/// <param name="Files">In the order of the recipe.</param>
/// <param name="Todo">Steps that no file can take.</param>
/// <param name="Variables">Our own file with variables, for a shell to read; null where the client reads a file itself.</param>
internal sealed record FilePlan(IReadOnlyList<PlannedFile> Files, IReadOnlyList<RecipeStep> Todo, string? Variables)
{
    private const string ClaudeCode = "claude-code";

    /// <summary>Clients that read variables from a file in their own folder.</summary>
    private static readonly Dictionary<string, string> OwnVariables = new(StringComparer.Ordinal)
    {
        ["codex"] = ".codex/.env",
        ["gemini-cli"] = ".gemini/.env",
    };

    /// <summary>What names and dates a file, but sets nothing up.</summary>
    private static readonly Dictionary<string, string[]> Headings = new(StringComparer.Ordinal)
    {
        ["continue"] = ["name", "version", "schema"],
        ["librechat"] = ["version", "cache"],
    };

    /// <summary>The way of a recipe that goes into files, where it has several and none was asked for.</summary>
    public static ClientSetUp Prefer(Recipe recipe, ClientSetUp setUp, string? asked) =>
        asked is not null || recipe.Variants.FirstOrDefault(variant => recipe.Steps(setUp with { Variant = variant }).Any(step => step.Snippet?.Kind == SnippetKind.File)) is not { } written
            ? setUp
            : setUp with { Variant = written };

    /// <returns>Null where the client is set up by hand alone.</returns>
    /// <exception cref="ConfigRefusedException">Something is wanted that this client does not have.</exception>
    public static FilePlan? Of(Recipe recipe, ClientSetUp setUp, ConfigRequest request, ConfigContext context)
    {
        var places = new ClientPlaces(context);
        var (files, todo) = (new List<PlannedFile>(), new List<RecipeStep>());
        string? own = null;
        foreach (var step in recipe.Steps(setUp))
        {
            if (step.Snippet is { Kind: SnippetKind.File, Path: { } path } && FileMerge.Format(path) is { } format)
            {
                files.Add(new PlannedFile(places.Find(path), format, step.Snippet.Text) { Kept = Headings.GetValueOrDefault(recipe.Id) ?? [] });
            }
            else if (step.Snippet is { Kind: SnippetKind.Shell, Text: var lines } && OwnVariables.TryGetValue(recipe.Id, out var below))
            {
                var settings = ShellLines.Variables(setUp.System, lines).Select(one => DotEnvMerge.Line(one.Name, one.Value));
                files.Add(new PlannedFile(places.Find(ShellText.Home(setUp.System, below)), FileFormat.DotEnv, string.Join('\n', settings)));
            }
            else if (step.Snippet is { Kind: SnippetKind.Shell, Text: var shell })
            {
                own = places.Variables(recipe.Id);
                files.Add(new PlannedFile(own, FileFormat.Own, $"# Written by gantry config {recipe.Id}; gantry config {recipe.Id} --undo takes it away.\n{shell}"));
            }
            else
            {
                todo.Add(step);
            }
        }

        if (files.Count == 0) return null;
        if (request.StatusLine) files.Add(StatusLine(recipe, places, context));
        if (request.Profile is { } profile) files.Add(Profile(recipe, own, Path.GetFullPath(profile, context.Current)));
        return new FilePlan(files, todo, own);
    }

    private static PlannedFile StatusLine(Recipe recipe, ClientPlaces places, ConfigContext context) => recipe.Id != ClaudeCode
        ? throw new ConfigRefusedException(ExitCodes.WrongUsage, $"--statusline is for {ClaudeCode} alone.")
        : new PlannedFile(
            places.Find("~/.claude/settings.json"),
            FileFormat.Json,
            $$"""
            {
              "statusLine": {"type": "command", "command": {{ShellText.Json(context.Gantry + " statusline")}}}
            }
            """);

    private static PlannedFile Profile(Recipe recipe, string? own, string profile)
    {
        if (own is null) throw new ConfigRefusedException(ExitCodes.WrongUsage, $"{recipe.Name} reads its key from its own file: leave --profile out.");
        var read = Path.GetExtension(profile).ToLowerInvariant() switch
        {
            ".ps1" => $"if (Test-Path {ShellText.Quote(ClientSystem.Windows, own)}) {{ . {ShellText.Quote(ClientSystem.Windows, own)} }}",
            ".fish" => $"test -r {ShellText.Quote(ClientSystem.Linux, own)}; and source {ShellText.Quote(ClientSystem.Linux, own)}",
            _ => $"[ -r {ShellText.Quote(ClientSystem.Linux, own)} ] && . {ShellText.Quote(ClientSystem.Linux, own)}",
        };
        return new PlannedFile(profile, FileFormat.Block, $"# >>> gantry {recipe.Id} >>>\n{read}\n# <<< gantry {recipe.Id} <<<");
    }
}
