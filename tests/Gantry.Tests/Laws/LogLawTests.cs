using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Log lines show the number of their event: it is said, not made from a hash of a name, and no two of a class have the same.</summary>
public sealed partial class LogLawTests
{
    [Fact]
    public void Every_log_message_has_a_number_of_its_own() => Law.Holds(Numberless(Repository.CSharp("src")));

    [Fact]
    public void Missing_and_repeated_number_are_found()
    {
        Assert.Single(Numberless([new SourceFile("a.cs", "partial class A { [LoggerMessage(LogLevel.Error, \"x\")] partial void X(); }")]));
        Assert.Single(Numberless([new SourceFile("a.cs", "partial class A { [LoggerMessage(\"x\")] partial void X(LogLevel l); }")]));
        Assert.Single(Numberless([new SourceFile("a.cs", "[LoggerMessage(1, LogLevel.Error, \"x\")] [LoggerMessage(EventId = 1, Message = \"y\")]")]));
        Assert.Empty(Numberless([new SourceFile("a.cs", "[LoggerMessage(1, LogLevel.Error, \"x\")] [LoggerMessage(EventId = 2, Message = \"y\")]")]));
    }

    // A file has one class.
    private static List<string> Numberless(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file =>
        {
            var numbers = Message().Matches(file.Text).Select(match => match.Groups["number"]).ToArray();
            return numbers.Where(n => !n.Success).Select(_ => $"{file.Path}: a message without a number")
                .Concat(numbers.Where(n => n.Success).GroupBy(n => n.Value).Where(g => g.Count() > 1).Select(g => $"{file.Path}: number {g.Key} is there {g.Count()} times"));
        }),
    ];

    [GeneratedRegex(@"\[LoggerMessage\(\s*((EventId\s*=\s*)?(?<number>\d+)\s*,)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Message();
}
