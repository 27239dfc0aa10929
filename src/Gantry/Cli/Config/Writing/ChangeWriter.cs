namespace Gantry.Cli.Config.Writing;

/// <summary>Writes several files, all or none, after their originals were kept.</summary>
/// <param name="sets">Where originals are kept.</param>
/// <param name="time">For the note of the write.</param>
internal sealed class ChangeWriter(KeptSets sets, TimeProvider time)
{
    /// <exception cref="WritingException">Something stood in the way. All is as it was.</exception>
    public KeptSet Write(string client, IReadOnlyList<FileChange> changes)
    {
        var folders = new List<string>();
        var prepared = new List<string>();
        KeptSet? kept = null;
        var taken = 0;
        try
        {
            foreach (var change in changes)
            {
                if (IsReadOnly(change.Target)) throw new WritingException($"{change.Path} is read-only.");
                FileSwap.MakeFolder(Path.GetDirectoryName(change.Target)!, folders);
            }

            var files = changes.Select(change => new KeptFile(
                change.Path, change.Target, change.Before.Bytes is { } bytes ? FileSwap.Hash(bytes) : null, FileSwap.Hash(change.After),
                FileSwap.Mode(change.Target), change.Before.Bytes is null ? null : File.GetLastWriteTimeUtc(change.Target)));
            kept = sets.Add(new KeptSet(client, time.GetUtcNow(), [.. files], [.. folders]), [.. changes.Select(change => change.Before.Bytes)]);
            for (var i = 0; i < changes.Count; i++) prepared.Add(FileSwap.Prepare(changes[i].Target, changes[i].After, kept.Files[i].Mode, changes[i].HoldsSecret));
            foreach (var change in changes)
            {
                if (!Unchanged(change)) throw new WritingException($"{change.Path} was changed by another program at the same time. Try again.");
                FileSwap.Take(prepared[taken], change.Target);
                taken++;
            }

            return kept;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or WritingException)
        {
            throw new WritingException($"{failure.Message} {TakeBack(changes, prepared, kept, taken, folders)}");
        }
    }

    private string TakeBack(IReadOnlyList<FileChange> changes, List<string> prepared, KeptSet? kept, int taken, List<string> folders)
    {
        try
        {
            for (var i = 0; i < taken; i++) FileSwap.PutBack(kept!.Files[i], changes[i].Before.Bytes);
            foreach (var beside in prepared.Skip(taken)) File.Delete(beside);
            if (kept is not null) sets.Remove(kept);
            FileSwap.DropEmpty(folders);
            return "Nothing was changed.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"Putting back what was written already failed as well: {failure.Message} The originals are kept in {kept?.Folder}; --undo tries it again.";
        }
    }

    private static bool Unchanged(FileChange change) =>
        change.Before.Bytes is { } bytes ? File.Exists(change.Target) && File.ReadAllBytes(change.Target).AsSpan().SequenceEqual(bytes) : !File.Exists(change.Target);

    // A rename would not mind.
    private static bool IsReadOnly(string path) => File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly);
}
