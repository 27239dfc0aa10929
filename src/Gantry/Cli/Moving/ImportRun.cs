using System.CommandLine;
using System.Text;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Moving;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli.Moving;

/// <summary>What all imports do with what was read: show it, write it, apply it.</summary>
internal static class ImportRun
{
    private static readonly Option<string> Out = new("--out") { Description = "Write the declarative file.", HelpName = "FILE" };
    private static readonly Option<bool> WithSecrets = new("--with-secrets") { Description = "With --out: write the secrets beside it, as FILE with the ending .env, readable by its owner alone." };
    private static readonly Option<bool> Force = new("--force") { Description = "With --out: write over files that are there." };
    private static readonly Option<bool> Apply = new("--apply") { Description = "Bring the store to what was read." };
    private static readonly Option<bool> Replace = new("--replace") { Description = "With --apply: even where rows of another file go away." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show, but write nothing: so it is without --out and --apply." };
    private static readonly Option<bool> AcceptLosses = new("--accept-losses") { Description = "Go on, and end with 0, though not everything could be carried over exactly." };

    public static void AddOptions(Command command)
    {
        foreach (var option in new Option[] { Out, WithSecrets, Force, Apply, Replace, DryRun, AcceptLosses, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json }) command.Add(option);
    }

    /// <summary>A mistake of the command line.</summary>
    public static CatalogRefusedException Wrong(string reason) => new([reason]);

    /// <summary>Runs one import.</summary>
    /// <returns>1 where something was lost and nobody has accepted that; 78 where the source makes no sense.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, Func<Task<Moved>> read, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            if (parsed.GetValue(WithSecrets) && parsed.GetValue(Out) is null) throw Wrong("--with-secrets needs --out");
            var moved = await read();
            var accepted = moved.Report.IsExact || parsed.GetValue(AcceptLosses);
            var wet = !parsed.GetValue(DryRun);
            var changes = parsed.GetValue(Apply) ? await PlanAsync(parsed, moved, write: false, cancellation) : null;
            var written = wet && parsed.GetValue(Out) is { } file ? Write(file, moved, parsed.GetValue(WithSecrets), parsed.GetValue(Force)) : [];
            var applied = wet && accepted && changes is not null ? await PlanAsync(parsed, moved, write: true, cancellation) : null;
            if (parsed.GetValue(StoreCommand.Json)) ImportJson.Write(moved.Report, changes, applied, written, output);
            else ImportText.Write(moved, changes, applied, written, output);
            if (!accepted) await error.WriteLineAsync($"Not everything could be carried over exactly{(changes is not null && wet ? "; nothing was applied" : "")}: --accept-losses goes on.");
            return accepted ? ExitCodes.Done : ExitCodes.CheckFailed;
        }
        catch (ConfigurationException refused)
        {
            foreach (var problem in refused.Problems) await error.WriteLineAsync(problem.ToString());
            await error.WriteLineAsync("Nothing was imported.");
            return ExitCodes.ConfigurationRefused;
        }
        catch (CatalogRefusedException refused)
        {
            foreach (var reason in refused.Reasons) await error.WriteLineAsync($"error: {reason}");
            return ExitCodes.WrongUsage;
        }
        catch (Exception failure) when (failure is DatabaseException or SecretFileException or CatalogConflictException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"error: {failure.Message}");
            return ExitCodes.CheckFailed;
        }
    }

    // The same file that --out writes, as `gantry apply` would read it.
    private static async Task<ApplyReport> PlanAsync(ParseResult parsed, Moved moved, bool write, CancellationToken cancellation)
    {
        var path = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable);
        await using var folder = await DataFolder.OpenAsync(path, StoreCommand.EnvironmentOf(parsed), TimeProvider.System, cancellation);
        var declared = CatalogFile.Parse(moved.File, "the file that was made", name => moved.Secrets.Find(name) ?? Environment.GetEnvironmentVariable(name));
        var planner = new CatalogPlanner(folder.Secrets.Hasher, folder.Secrets.Seal, SeedCatalogue.Load(), TimeProvider.System);
        var report = await new CatalogApplier(folder.Catalog, planner).ApplyAsync(declared, ManagedBy.File, dryRun: !write, cancellation);
        var gone = report.Changes.Where(c => c.Deleted || Closes(c)).ToList();
        if (gone.Count > 0 && !parsed.GetValue(Replace))
            throw Wrong($"the store holds what another file has declared, and {gone.Count} of its rows would go away, {gone[0].Row.Label} first: use --out and put the two files together, or --replace");
        return report;
    }

    private static bool Closes(RowChange change) => (change.Before, change.Row) switch
    {
        (AccountRow { Disabled: false }, AccountRow { Disabled: true }) => true,
        (ApiKeyRow { RevokedAt: null }, ApiKeyRow { RevokedAt: not null }) => true,
        _ => false,
    };

    private static List<string> Write(string file, Moved moved, bool secrets, bool force)
    {
        var secretFile = Path.ChangeExtension(file, ".env");
        if (secrets && secretFile == file) throw Wrong($"--out {file} is where --with-secrets writes: give it another ending");
        var files = secrets ? new List<(string Path, string Text, bool IsSecret)> { (secretFile, SecretFile.Write(moved.Secrets), true), (file, moved.File, false) } : [(file, moved.File, false)];
        foreach (var (path, _, _) in files.Where(f => File.Exists(f.Path)))
        {
            if (!force) throw Wrong($"{path} is there already: --force writes over it");
            // Made anew, so that it has the rights of a new file.
            File.Delete(path);
        }

        foreach (var (path, text, isSecret) in files) WriteNew(path, text, isSecret);
        return [.. files.Select(f => f.Path)];
    }

    private static void WriteNew(string path, string text, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
