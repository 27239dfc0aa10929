using Xunit;

namespace Gantry.Tests;

/// <summary>Compares a text with a file beside the test. <c>GANTRY_ACCEPT=1</c> writes the file anew; the diff is the review.</summary>
internal static class Golden
{
    /// <param name="file">Below <c>tests/Gantry.Tests</c>.</param>
    /// <param name="actual">The text that was written.</param>
    public static void Matches(string file, string actual)
    {
        var path = Path.Combine(Root(), "tests", "Gantry.Tests", file);
        if (Environment.GetEnvironmentVariable("GANTRY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gantry.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Gantry.slnx.");
    }
}
