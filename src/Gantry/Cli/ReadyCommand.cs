using System.CommandLine;
using System.Text.Json;
using Gantry.Hosting;

namespace Gantry.Cli;

/// <summary><c>gantry ready</c>: asks <c>/readyz</c>, for health checks in places where no other program is, such as the container image (issue 8 §7).</summary>
internal static class ReadyCommand
{
    private static readonly Argument<string> Address = new("url")
    {
        Description = "The address of the server.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => HostingOptions.DefaultUrl,
    };

    private static readonly Option<int> Patience = new("--timeout") { Description = "How long to wait for the answer.", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };

    private static readonly Option<bool> Json = new("--json") { Description = "As JSON." };

    public static Command Create()
    {
        var command = new Command("ready", "Say whether a server takes requests: exit code 0 or 1.") { Address, Patience, Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var patience = TimeSpan.FromSeconds(parsed.GetValue(Patience));
            if (!Uri.TryCreate(parsed.GetValue(Address), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || patience < TimeSpan.FromSeconds(1))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("The address must begin with http:// or https://, and --timeout is at least 1 second.".AsMemory(), cancellation);
                return ExitCodes.WrongUsage;
            }

            var (ready, said) = await AskAsync(address, patience, cancellation);
            var line = parsed.GetValue(Json) ? JsonSerializer.Serialize(new { ready, detail = said }) : said;
            await parsed.InvocationConfiguration.Output.WriteLineAsync(line.AsMemory(), cancellation);
            return ready ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static async Task<(bool Ready, string Said)> AskAsync(Uri address, TimeSpan patience, CancellationToken cancellation)
    {
        using var http = CommandHttp.Create(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var url = new Uri(address.AbsoluteUri.TrimEnd('/') + "/readyz");
        try
        {
            using var answer = await http.GetAsync(url, limit.Token);
            return answer.IsSuccessStatusCode ? (true, "ready") : (false, $"not ready: {url} answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException failure)
        {
            return (false, $"not ready: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"not ready: no answer within {patience.TotalSeconds:0} s");
        }
    }
}
