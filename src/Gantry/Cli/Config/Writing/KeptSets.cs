using System.Globalization;
using System.Text.Json;

namespace Gantry.Cli.Config.Writing;

/// <summary>The writes that can be undone: one folder a write, one stack a client.</summary>
/// <param name="root">The folder of all clients; private, since originals may hold keys.</param>
internal sealed class KeptSets(string root)
{
    private const string NoteName = "set.json";

    /// <summary>The last write for the client; null where there is none.</summary>
    /// <exception cref="WritingException">What was noted of it cannot be read.</exception>
    public KeptSet? Last(string client) => Noted(client) is [.., var folder] ? Read(folder) : null;

    /// <summary>How many writes can be undone.</summary>
    public int Count(string client) => Noted(client).Count;

    /// <summary>Keeps the originals and what will be written, before anything is.</summary>
    /// <param name="set">What will be done.</param>
    /// <param name="originals">Of each file, in the same order; null where there is none.</param>
    public KeptSet Add(KeptSet set, IReadOnlyList<byte[]?> originals)
    {
        var made = new List<string>();
        var above = Path.Combine(root, set.Client);
        FileSwap.MakeFolder(above, made);
        var number = Directory.EnumerateDirectories(above).Select(Number).DefaultIfEmpty(0).Max() + 1;
        var folder = Path.Combine(above, number.ToString("D6", CultureInfo.InvariantCulture));
        // What was made for it goes with it, but for its own folder, which goes at once.
        var kept = set with { Folder = folder, Folders = [.. set.Folders, .. made] };
        FileSwap.MakeFolder(folder, []);
        try
        {
            // Another run may have taken the same number: the note is where that shows.
            Note(kept, overwrite: false);
        }
        catch (IOException taken) when (File.Exists(Path.Combine(folder, NoteName)))
        {
            throw new WritingException($"Another run writes for {set.Client} at the same time ({taken.GetType().Name}). Try again.");
        }

        try
        {
            for (var i = 0; i < originals.Count; i++)
            {
                if (originals[i] is { } bytes) FileSwap.Take(FileSwap.Prepare(Original(kept, i), bytes, null, isPrivate: true), Original(kept, i));
            }

            return kept;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Half of a write would stand in the way of every later undoing.
            Remove(kept);
            throw;
        }
    }

    public static byte[]? ReadOriginal(KeptSet set, int number) => set.Files[number].Before is null ? null : File.ReadAllBytes(Original(set, number));

    /// <summary>Forgets a write, and takes away what was made for it and is empty now.</summary>
    public void Remove(KeptSet set)
    {
        Directory.Delete(set.Folder, recursive: true);
        FileSwap.DropEmpty(set.Folders);
        // What other writes still stand in goes with the last of them.
        var left = set.Folders.Where(Directory.Exists).ToList();
        if (left.Count == 0 || !Directory.Exists(root)) return;
        if (Directory.EnumerateDirectories(root).SelectMany(client => Noted(Path.GetFileName(client))).FirstOrDefault() is { } heir)
        {
            var other = Read(heir);
            Note(other with { Folders = [.. left.Concat(other.Folders).Distinct(StringComparer.Ordinal).OrderBy(folder => folder.Length)] }, overwrite: true);
        }
    }

    private static KeptSet Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, NoteName)), KeptSetJson.Default.KeptSet)! with { Folder = folder };
        }
        catch (JsonException)
        {
            throw new WritingException($"What an earlier write noted cannot be read: {Path.Combine(folder, NoteName)}. The originals lie beside it; put them back by hand and remove the folder.");
        }
    }

    private static void Note(KeptSet set, bool overwrite)
    {
        var place = Path.Combine(set.Folder, NoteName);
        var beside = FileSwap.Prepare(place, JsonSerializer.SerializeToUtf8Bytes(set, KeptSetJson.Default.KeptSet), null, isPrivate: true);
        try
        {
            File.Move(beside, place, overwrite);
        }
        catch (IOException)
        {
            File.Delete(beside);
            throw;
        }
    }

    private static string Original(KeptSet set, int number) => Path.Combine(set.Folder, number.ToString(CultureInfo.InvariantCulture));

    private static int Number(string folder) => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The folders of writes that have come as far as their note, oldest first.</summary>
    private List<string> Noted(string client) => !Directory.Exists(Path.Combine(root, client)) ? []
        : [.. Directory.EnumerateDirectories(Path.Combine(root, client)).Where(folder => Number(folder) > 0 && File.Exists(Path.Combine(folder, NoteName))).Order(StringComparer.Ordinal)];
}
