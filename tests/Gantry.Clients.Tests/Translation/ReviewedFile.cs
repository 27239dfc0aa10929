using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Compares a text with a file beside the tests. <c>GANTRY_ACCEPT=1</c> writes the file anew; the diff is the review.</summary>
internal static class ReviewedFile
{
    /// <param name="file">Below the folder of this project.</param>
    /// <param name="actual">Lines, each with its line feed.</param>
    public static void Matches(string file, string actual)
    {
        string path = Path.Combine(InstalledClients.Root, "tests", "Gantry.Clients.Tests", file);
        if (Environment.GetEnvironmentVariable("GANTRY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}
