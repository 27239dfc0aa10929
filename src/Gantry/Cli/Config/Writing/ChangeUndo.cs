namespace Gantry.Cli.Config.Writing;

/// <summary>Takes a write back.</summary>
internal static class ChangeUndo
{
    /// <summary>The files that are no longer as they were written, nor as they were before.</summary>
    public static IReadOnlyList<KeptFile> Changed(KeptSet set) => [.. set.Files.Where(file => State(file) == UndoState.Changed)];

    /// <summary>Puts back what was there. Whoever calls has looked at <see cref="Changed"/>.</summary>
    /// <param name="sets">Where it is kept.</param>
    /// <param name="set">The write.</param>
    /// <returns>What came of each file.</returns>
    /// <exception cref="WritingException">A file could not be put back; what was kept of it stays.</exception>
    public static IReadOnlyList<(KeptFile File, UndoState State)> Undo(KeptSets sets, KeptSet set)
    {
        var done = new List<(KeptFile, UndoState)>();
        try
        {
            // All is read before anything is written. A write that broke off early has not kept everything: what is as before needs nothing.
            var states = set.Files.Select(State).ToList();
            var originals = set.Files.Select((_, i) => states[i] == UndoState.Before ? null : KeptSets.ReadOriginal(set, i)).ToList();
            for (var i = set.Files.Count - 1; i >= 0; i--)
            {
                var (file, state) = (set.Files[i], states[i]);
                if (state != UndoState.Before) FileSwap.PutBack(file, originals[i]);
                done.Insert(0, (file, state == UndoState.Before ? state : file.Before is null ? UndoState.Removed : UndoState.PutBack));
            }

            sets.Remove(set);
            return done;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WritingException($"{failure.Message} The originals are kept in {set.Folder}; try again.");
        }
    }

    private static UndoState State(KeptFile file)
    {
        var now = File.Exists(file.Target) ? FileSwap.Hash(File.ReadAllBytes(file.Target)) : null;
        return now == file.Before ? UndoState.Before : now == file.Written ? UndoState.Written : UndoState.Changed;
    }
}
