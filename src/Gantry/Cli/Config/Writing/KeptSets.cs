using System.Globalization;
using System.Text.Json;

namespace Gantry.Cli.Config.Writing;

/// <summary>The writes that can be undone: one folder a write, one stack a client.</summary>
/// <param name="root">The folder of all clients; private, since originals may hold keys.</param>
internal sealed class KeptSets(string root)
{
    private const string Note = "set.json";

    /// <summary>The last write for the client; null where there is none.</summary>
    /// <exception cref="WritingException">What was noted of it cannot be read.</exception>
    public KeptSet? Last(string client)
    {
        if (Folders(client) is not [.., var folder]) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, Note)), KeptSetJson.Default.KeptSet)! with { Folder = folder };
        }
        catch (Exception broken) when (broken is JsonException or FileNotFoundException)
        {
            throw new WritingException($"What the last write noted cannot be read: {Path.Combine(folder, Note)}. The originals lie beside it; put them back by hand and remove the folder.");
        }
    }

    /// <summary>How many writes can be undone.</summary>
    public int Count(string client) => Folders(client).Length;

    /// <summary>Keeps the originals and what will be written, before anything is.</summary>
    /// <param name="set">What will be done.</param>
    /// <param name="originals">Of each file, in the same order; null where there is none.</param>
    public KeptSet Add(KeptSet set, IReadOnlyList<byte[]?> originals)
    {
        var number = Folders(set.Client) is [.., var last] ? int.Parse(Path.GetFileName(last), CultureInfo.InvariantCulture) + 1 : 1;
        var made = new List<string>();
        var folder = Path.Combine(root, set.Client, number.ToString("D6", CultureInfo.InvariantCulture));
        FileSwap.MakeFolder(folder, made);
        // The folder of this write goes with it.
        var kept = set with { Folder = folder, Folders = [.. set.Folders, .. made.Where(one => one != folder)] };
        try
        {
            for (var i = 0; i < originals.Count; i++)
            {
                if (originals[i] is { } bytes) Store(Original(kept, i), bytes);
            }

            Store(Path.Combine(folder, Note), JsonSerializer.SerializeToUtf8Bytes(kept, KeptSetJson.Default.KeptSet));
            return kept;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Half of a note would stand in the way of every later undoing.
            Remove(kept);
            throw;
        }
    }

    public static byte[]? ReadOriginal(KeptSet set, int number) => set.Files[number].Before is null ? null : File.ReadAllBytes(Original(set, number));

    /// <summary>Forgets a write, and takes away what was made for it and is empty now.</summary>
    public static void Remove(KeptSet set)
    {
        Directory.Delete(set.Folder, recursive: true);
        FileSwap.DropEmpty(set.Folders);
    }

    private static void Store(string path, byte[] bytes) => FileSwap.Take(FileSwap.Prepare(path, bytes, null, isPrivate: true), path);

    private static string Original(KeptSet set, int number) => Path.Combine(set.Folder, number.ToString(CultureInfo.InvariantCulture));

    private string[] Folders(string client)
    {
        var folder = Path.Combine(root, client);
        return !Directory.Exists(folder) ? []
            : [.. Directory.EnumerateDirectories(folder).Where(one => Path.GetFileName(one) is { Length: 6 } name && name.All(char.IsAsciiDigit)).Order(StringComparer.Ordinal)];
    }
}
