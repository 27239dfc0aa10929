using System.CommandLine;
using System.Globalization;
using Gantry.Backups;
using Gantry.Cli.Versions;
using Gantry.Storage;

namespace Gantry.Cli.Backups;

/// <summary><c>gantry backup TO</c> and <c>gantry backup verify FROM</c>: also beside a running server.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> To = new("TO") { Description = "A folder that is empty or does not exist." };
    private static readonly Argument<string> From = new("FROM") { Description = "The backup's folder." };

    private static readonly Option<bool> WithSecrets = new("--with-secrets")
    {
        Description = "Take the pepper and the master key along. Whoever has such a backup has everything.",
    };

    private static readonly Option<string?> Scratch = new("--scratch")
    {
        Description = $"A PostgreSQL database that does not exist, for a backup of one: it is made, restored into, and dropped. Else ${ScratchVariable}.",
        HelpName = "Host=…",
    };

    private const string ScratchVariable = "GANTRY_SCRATCH";

    public static Command Create()
    {
        var command = new Command("backup", "Make a backup of a store, its journal and, where asked for, its secrets, while a server runs or not.")
        {
            To, WithSecrets, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json,
        };
        command.SetAction((parsed, cancellation) => BackupFailures.GuardAsync(parsed, async output =>
        {
            var data = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable);
            var maker = new BackupMaker(data, StoreCommand.EnvironmentOf(parsed), ThisBuild.Read().Version, TimeProvider.System);
            var since = TimeProvider.System.GetTimestamp();
            var manifest = await maker.MakeAsync(parsed.GetValue(To)!, parsed.GetValue(WithSecrets), cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                output.WriteLine(System.Text.Encoding.UTF8.GetString(manifest.ToJson()));
                return ExitCodes.Done;
            }

            foreach (var file in manifest.Files) output.WriteLine($"{file.Bytes.ToString("N0", CultureInfo.InvariantCulture),16}  {file.Path}");
            foreach (var left in manifest.LeftOut) output.WriteLine($"left out: {left}");
            output.WriteLine($"Backed up {Path.GetFullPath(data)} to {Path.GetFullPath(parsed.GetValue(To)!)} in {TimeProvider.System.GetElapsedTime(since).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.");
            output.WriteLine($"Rehearse it: gantry backup verify {parsed.GetValue(To)}");
            return ExitCodes.Done;
        }));
        command.Add(CreateVerify());
        return command;
    }

    private static Command CreateVerify()
    {
        var command = new Command("verify", "Prove that a backup can be restored, by restoring it into a temporary place and checking what is there.")
        {
            From, Scratch, StoreCommand.Data, StoreCommand.Json,
        };
        command.SetAction((parsed, cancellation) => BackupFailures.GuardAsync(parsed, async output =>
        {
            var backup = parsed.GetValue(From)!;
            var manifest = BackupManifest.Read(backup);
            var secrets = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable);
            var scratch = parsed.GetValue(Scratch) ?? (Environment.GetEnvironmentVariable(ScratchVariable) is { Length: > 0 } named ? named : null);
            var steps = await new BackupRehearsal(backup, secrets, Environment.GetEnvironmentVariable, TimeProvider.System).RunAsync(manifest, scratch, cancellation);
            var holds = steps.All(step => step.Holds is not false);
            if (parsed.GetValue(StoreCommand.Json)) WriteJson(manifest, steps, holds, output);
            else WriteText(manifest, steps, holds, output);
            return holds ? ExitCodes.Done : ExitCodes.CheckFailed;
        }));
        return command;
    }

    private static void WriteText(BackupManifest manifest, IReadOnlyList<RehearsalStep> steps, bool holds, TextWriter output)
    {
        output.WriteLine($"Backup of {manifest.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, {manifest.Engine}, schema {manifest.Totals.Schema}, made by gantry {manifest.Gantry}");
        foreach (var step in steps) output.WriteLine($"  {step.Name,-8} {(step.Holds switch { true => "ok", false => "FAILED", null => "not seen" }),-9} {Seconds(step),6} s  {step.Detail}");
        output.WriteLine(holds ? $"The backup can be restored; it took {Total(steps)} s." : "The backup cannot be restored as it is.");
    }

    private static void WriteJson(BackupManifest manifest, IReadOnlyList<RehearsalStep> steps, bool holds, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", holds);
        json.WriteString("at", manifest.At);
        json.WriteString("engine", manifest.Engine);
        json.WriteNumber("schema", manifest.Totals.Schema);
        json.WriteString("gantry", manifest.Gantry);
        json.WriteNumber("milliseconds", (long)steps.Sum(step => step.Took.TotalMilliseconds));
        json.WriteStartArray("steps");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("name", step.Name);
            if (step.Holds is { } known) json.WriteBoolean("ok", known);
            else json.WriteNull("ok");
            json.WriteString("detail", step.Detail);
            json.WriteNumber("milliseconds", (long)step.Took.TotalMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Seconds(RehearsalStep step) => step.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Total(IReadOnlyList<RehearsalStep> steps) => steps.Sum(step => step.Took.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture);
}
