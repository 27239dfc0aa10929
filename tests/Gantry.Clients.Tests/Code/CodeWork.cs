using System.Text;
using System.Text.RegularExpressions;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Code;

/// <summary>What every real client has to get through with <c>gantry code</c>: a tool loop, the same session again, an end that fails, and the bill.</summary>
internal static partial class CodeWork
{
    /// <summary>Starts, goes on, fails.</summary>
    /// <param name="start">The words of a run that writes a file, by its prompt.</param>
    /// <param name="resume">Those of one that goes on with the same session.</param>
    /// <param name="fail">Those of one that fails.</param>
    /// <param name="exit">The exit code that the client ends with then.</param>
    public static async Task WorksAsync(Func<string, string[]> start, Func<string, string[]> resume, string[] fail, int exit)
    {
        await using var home = await CodeHome.OpenAsync();
        var file = Path.Combine(home.Person.Project, "written.txt");
        var first = await home.CodeAsync(start(Prompts.WriteFile(file, CliWords.Content, CliWords.Done)));
        Billed(first.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content));

        var before = home.Upstream.Exchanges.Count;
        var second = await home.CodeAsync(resume("And now? " + Prompts.Say(CliWords.Answer)));
        Billed(second.Succeeded().Said(CliWords.Answer));
        var asked = home.Upstream.Exchanges.Skip(before).Select(exchange => Encoding.UTF8.GetString(exchange.Body.Span));
        second.Has(asked.Any(body => body.Contains("written.txt", StringComparison.Ordinal)), "did not go on with its session");

        var failed = await home.CodeAsync(fail);
        failed.Has(failed.ExitCode == exit, $"ended with {failed.ExitCode}");
    }

    private static void Billed(ClientRun run) =>
        run.Has(run.Error.Count > 0 && Bill().IsMatch(run.Error[^1].Text), "did not end with its bill");

    [GeneratedRegex(@"^gantry: [1-9]\d* requests?, [\d,]+ tokens in \(\d+\.\d % from cache\), [\d,]+ out, \$0\.\d{9}$")]
    private static partial Regex Bill();
}
