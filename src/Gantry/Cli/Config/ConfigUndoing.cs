using Gantry.Cli.Config.Writing;

namespace Gantry.Cli.Config;

/// <summary><c>--undo</c>: the last write for one client.</summary>
internal static class ConfigUndoing
{
    /// <exception cref="ConfigRefusedException">Nothing was undone; it says why.</exception>
    public static int Run(string client, ConfigRequest request, ConfigContext context)
    {
        var places = new ClientPlaces(context);
        var sets = new KeptSets(places.Kept);
        try
        {
            if (sets.Last(client) is not { } last) throw new ConfigRefusedException(ExitCodes.CheckFailed, $"There is no write for {client} that could be undone.");
            var changed = ChangeUndo.Changed(last);
            if (changed.Count > 0 && !request.Force)
            {
                throw new ConfigRefusedException(
                    ExitCodes.CheckFailed,
                    $"Changed since it was written: {string.Join(", ", changed.Select(file => file.Path))}. Undo what came later first, or take your own changes out; --force puts the old content back over them. Nothing was undone.");
            }

            var undone = ChangeUndo.Undo(sets, last);
            if (request.Json)
            {
                ConfigJson.WriteUndone(context.Output, client, undone, sets.Count(client));
                return ExitCodes.Done;
            }

            foreach (var (file, state) in undone) context.Output.WriteLine($"{Word(state),-9}{places.Shown(file.Path)}");
            context.Output.WriteLine(sets.Count(client) is > 0 and var left ? $"{left} earlier {(left == 1 ? "write" : "writes")} for {client} can be undone as well." : $"All that gantry config {client} has written is undone.");
            return ExitCodes.Done;
        }
        catch (Exception failure) when (failure is WritingException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigRefusedException(ExitCodes.CheckFailed, failure.Message);
        }
    }

    public static string Word(UndoState state) => state switch
    {
        UndoState.PutBack => "restored",
        UndoState.Removed => "removed",
        _ => "same",
    };
}
