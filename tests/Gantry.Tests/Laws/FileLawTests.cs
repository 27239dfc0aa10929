using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>How long files are and what files, folders and types are called.</summary>
public sealed partial class FileLawTests(ITestOutputHelper output)
{
    private const int Longest = 500;
    private const int WorthAThought = 300;
    private const int MedianBelow = 100;

    [Fact]
    public void No_file_is_too_long()
    {
        foreach (var file in Code(Repository.Files).Where(file => file.Lines > WorthAThought).OrderByDescending(file => file.Lines))
        {
            output.WriteLine($"{file.Lines,5}  {file.Path}");
        }

        Law.Holds(TooLong(Repository.Files));
    }

    [Fact]
    public void Median_of_the_source_is_short() => Assert.InRange(Median(Repository.CSharp("src")), 1, MedianBelow - 1);

    [Fact]
    public void Folders_and_types_are_named_for_what_they_do() => Law.Holds(EmptyNames(Repository.Files));

    [Fact]
    public void Namespace_follows_the_folder() => Law.Holds(Misplaced(Repository.Files));

    [Fact]
    public void File_names_are_fit_for_a_repository() => Law.Holds(OddNames(Repository.Paths));

    [Fact]
    public void Long_file_is_found()
    {
        Assert.Single(TooLong([new SourceFile("src/A.cs", string.Concat(Enumerable.Repeat("x\n", 501)))]));
        Assert.Empty(TooLong([new SourceFile("src/A.cs", string.Concat(Enumerable.Repeat("x\n", 500)))]));
        Assert.Equal(3, Median([new("a", "\n"), new("b", "\n\n\n"), new("c", "\n\n\n\n\n\n\n")]));
    }

    [Fact]
    public void Empty_name_is_found()
    {
        Assert.Single(EmptyNames([new SourceFile("src/Gantry/Utils/A.cs", "class A;")]));
        Assert.Single(EmptyNames([new SourceFile("src/Gantry/Relay/A.cs", "class KeyManager;")]));
        Assert.Empty(EmptyNames([new SourceFile("src/Gantry/Relay/A.cs", "class KeyIndex;")]));
    }

    [Fact]
    public void Namespace_elsewhere_is_found() =>
        Assert.Single(Misplaced([new SourceFile("src/Gantry/Relay/Paths/A.cs", "namespace Gantry.Relay;\nclass A;")]));

    [Theory]
    [InlineData("src/Gantry/Image 2.cs")]
    [InlineData("src/Gantry/Model copy.cs")]
    [InlineData("src/Gantry/model.cs")]
    [InlineData("src/Gantry/Model.cs.orig")]
    [InlineData("src/Gantry/Modèle.cs")]
    [InlineData(".DS_Store")]
    [InlineData("docs/notes.txt~")]
    public void Odd_file_name_is_found(string path) => Assert.Single(OddNames([path]));

    private static IEnumerable<SourceFile> Code(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !file.Path.EndsWith(".g.cs", StringComparison.Ordinal));

    private static List<string> TooLong(IEnumerable<SourceFile> files) =>
        [.. Code(files).Where(file => file.Lines > Longest).Select(file => $"{file.Path}: {file.Lines} lines")];

    private static int Median(IEnumerable<SourceFile> files)
    {
        var lengths = files.Select(file => file.Lines).Order().ToList();
        return lengths[lengths.Count / 2];
    }

    private static List<string> EmptyNames(IEnumerable<SourceFile> files)
    {
        var breaches = new List<string>();
        foreach (var file in Code(files))
        {
            breaches.AddRange(file.Folder.Split('/').Where(part => EmptyFolder().IsMatch(part)).Select(part => $"{file.Path}: folder {part}"));
            breaches.AddRange(EmptyType().Matches(file.Code).Select(match => $"{file.Path}: {match.Value}"));
        }

        return breaches;
    }

    private static List<string> Misplaced(IEnumerable<SourceFile> files)
    {
        var breaches = new List<string>();
        foreach (var file in Code(files).Where(file => file.IsBelow("src") || file.IsBelow("tests") || file.IsBelow("bench")))
        {
            var expected = file.Folder[(file.Folder.IndexOf('/') + 1)..].Replace('/', '.');
            breaches.AddRange(Namespace().Matches(file.Code)
                .Select(match => match.Groups["name"].Value)
                .Where(name => name != expected)
                .Select(name => $"{file.Path}: namespace {name} instead of {expected}"));
        }

        return breaches;
    }

    private static List<string> OddNames(IEnumerable<string> paths) =>
        [.. paths.Where(path => !FitName().IsMatch(path) || Debris().IsMatch(path) || (path.EndsWith(".cs", StringComparison.Ordinal) && !FitCode().IsMatch(path)))];

    [GeneratedRegex("^(helpers?|util(s|ities)?|managers?|common|interfaces?|misc|shared)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex EmptyFolder();

    [GeneratedRegex(@"\b(class|struct|interface|enum|record)\s+\w*(Helpers?|Utils?|Utilities|Managers?)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex EmptyType();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^[A-Za-z0-9._/-]+$")]
    private static partial Regex FitName();

    [GeneratedRegex(@"\.(orig|rej|bak|tmp|swp|log|pid)$|(^|/)\.DS_Store$|~$", RegexOptions.ExplicitCapture)]
    private static partial Regex Debris();

    [GeneratedRegex(@"(^|/)[A-Z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*\.cs$", RegexOptions.ExplicitCapture)]
    private static partial Regex FitCode();
}
