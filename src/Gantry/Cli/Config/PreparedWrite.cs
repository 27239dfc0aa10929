using Gantry.Cli.ClientFiles;
using Gantry.Cli.Config.Merge;
using Gantry.Cli.Config.Writing;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>Every file as it will be, before any is written.</summary>
/// <param name="Changes">Those that change.</param>
/// <param name="Same">Paths of those that hold it all already.</param>
/// <param name="Notes">What stands against it.</param>
internal sealed record PreparedWrite(IReadOnlyList<FileChange> Changes, IReadOnlyList<string> Same, IReadOnlyList<string> Notes)
{
    /// <exception cref="ConfigRefusedException">A file is broken; it is named with its line.</exception>
    public static PreparedWrite Of(FilePlan plan, string key, ConfigContext context)
    {
        var places = new ClientPlaces(context);
        var (changes, same, notes) = (new List<FileChange>(), new List<string>(), new List<string>());
        foreach (var group in plan.Files.GroupBy(file => RealPath.Of(file.Path)))
        {
            var path = group.First().Path;
            try
            {
                if (Directory.Exists(group.Key)) throw new ConfigRefusedException(ExitCodes.CheckFailed, $"{path} is a folder. Nothing was written.");
                var before = TextFile.Read(group.Key);
                var text = group.Aggregate(before.Text, (now, file) => FileMerge.Apply(file.Format, now, file.Addition, file.Kept));
                var change = new FileChange(path, group.Key, before, text, Written(key).Any(form => text.Contains(form, StringComparison.Ordinal)));
                if (change.IsSame) same.Add(path);
                else changes.Add(change);
                notes.AddRange(group.SelectMany(file => ClientNotes.Of(file, places.Shown(path), text, context)));
            }
            catch (TextFaultException fault)
            {
                throw new ConfigRefusedException(ExitCodes.CheckFailed, $"{path}:{fault.Line}:{fault.Column}: {fault.Message}. Mend the file, or do by hand what gantry config shows without --write. Nothing was written.");
            }
        }

        return new PreparedWrite(changes, same, notes);
    }

    /// <summary>The key as the languages of files write it.</summary>
    private static string[] Written(string key) => [key, ShellText.Json(key)[1..^1], ShellText.Quote(ClientSystem.Linux, key), ShellText.Quote(ClientSystem.Windows, key)];
}
