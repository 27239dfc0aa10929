using System.Text;
using Xunit;

namespace Gantry.Protocols.Tests;

/// <summary>Compares bytes with a file beside the test. <c>GANTRY_ACCEPT=1</c> writes the files anew; the diff is the review.</summary>
internal static class Golden
{
    /// <param name="file">Below <c>tests/Gantry.Protocols.Tests</c>.</param>
    /// <param name="actual">The bytes that were written.</param>
    public static void Matches(string file, ReadOnlySpan<byte> actual)
    {
        var path = PathOf(file);
        if (Environment.GetEnvironmentVariable("GANTRY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, [.. actual, (byte)'\n']);
        }

        // The line feed at the end belongs to the file, not to the bytes.
        Assert.Equal(File.ReadAllText(path), Encoding.UTF8.GetString(actual) + "\n");
    }

    /// <param name="file">Below <c>tests/Gantry.Protocols.Tests</c>.</param>
    public static string PathOf(string file) => Path.Combine(Root(), "tests", "Gantry.Protocols.Tests", file);

    /// <summary>The repository.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gantry.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Gantry.slnx.");
    }
}
