using System.CommandLine;
using Gantry.Audit;
using Gantry.Hosting;

namespace Gantry.Cli;

/// <summary><c>gantry secrets rotate</c>: changes the master key, also beside a running server.</summary>
internal static class SecretsCommand
{
    public static Command Create() => new("secrets", "Change the key under which secrets are sealed.") { CreateRotate() };

    private static Command CreateRotate()
    {
        var command = new Command("rotate", "Make a new master key, wrap everything again, remove the old key. Goes on where it was broken off.")
        {
            StoreCommand.Data, StoreCommand.Database, StoreCommand.Json,
        };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            using var rotation = SealingSetup.Rotation(folder, TimeProvider.System);
            var report = await rotation.RotateAsync(cancellation);
            await folder.Audit.AppendAsync(AuditNote.OfCommand("secrets.rotate"), [new AuditChange($"master key {report.KeyId}")], cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("finished", report.Finished);
                    json.WriteString("key_id", report.KeyId);
                    json.WriteNumber("milliseconds", (long)report.Took.TotalMilliseconds);
                    json.WriteStartObject("rewrapped");
                    foreach (var (place, count) in report.Rewrapped) json.WriteNumber(place, count);
                    json.WriteEndObject();
                    json.WriteStartArray("unreadable");
                    foreach (var place in report.Unreadable) json.WriteStringValue(place);
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
            }
            else
            {
                foreach (var (place, count) in report.Rewrapped) output.WriteLine($"{place}: {count} wrapped again");
                foreach (var place in report.Unreadable) output.WriteLine($"neither key opens {place}");
                output.WriteLine(Sentence(folder.Secrets.Files is null, report.Finished, report.KeyId));
            }

            return report.Finished ? ExitCodes.Done : ExitCodes.CheckFailed;
        }, cancellation));
        return command;
    }

    private static string Sentence(bool environment, bool finished, string key) => (environment, finished) switch
    {
        (_, false) => $"The master key is {key}; the old one stays beside it, because not everything could be wrapped again.",
        (true, true) => $"The master key is {key}. {Secrets.SecretFiles.PreviousMasterKeyVariable} is needed no longer.",
        (false, true) => $"The master key is {key}; the old one is removed. Copy the file secrets/master-key to where you keep its copy.",
    };
}
