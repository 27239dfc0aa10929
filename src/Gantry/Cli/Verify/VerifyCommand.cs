using System.CommandLine;
using Gantry.Billing.Pricing;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary><c>gantry verify URL</c>: assertions against any gateway.</summary>
internal static class VerifyCommand
{
    private const string KeyVariable = "GANTRY_KEY";

    private static readonly Argument<string?> Url = new("url")
    {
        Description = "Address of the gateway, such as http://127.0.0.1:3456.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Key = new("--key") { Description = $"Key to present; ${KeyVariable} when absent." };

    private static readonly Option<string?> Model = new("--model") { Description = "Model to ask for in every protocol." };

    private static readonly Dictionary<Protocol, Option<string?>> Models = VerifyOptions.All.ToDictionary(
        protocol => protocol, protocol => new Option<string?>("--model-" + NameOf(protocol)) { Description = $"Model to ask for in {protocol}." });

    private static readonly Option<string?> Protocols = new("--protocol")
    {
        Description = "Protocols to verify, with commas; all of chat,responses,messages,gemini when absent.",
    };

    private static readonly Option<string?> Only = new("--only")
    {
        Description = "Assertions to judge, with commas: an id, the beginning of ids as in stream.*, either behind a protocol as in chat:stream.*.",
    };

    private static readonly Option<bool> List = new("--list") { Description = "List the assertions and ask nothing." };

    private static readonly Option<Money?> MaxCost = new("--max-cost")
    {
        Description = "Stop when the gateway has told of this much cost, in USD.",
        CustomParser = result => Ledger.LedgerCommand.ReadMoney(result, signed: false),
    };

    private static readonly Option<int> Timeout = new("--timeout")
    {
        Description = "Longest time for one exchange, in seconds.",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<string?> JUnit = new("--junit") { Description = "Write the results to this file as JUnit's XML as well." };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON object." };

    public static Command Create()
    {
        var command = new Command("verify", "Check that a gateway does what clients of OpenAI, Anthropic and Gemini need.")
        {
            Url, Key, Model, Protocols, Only, List, MaxCost, Timeout, JUnit, Json,
        };
        foreach (var option in Models.Values) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var root = VerifyOptions.ParseBase(parsed.GetValue(Url) ?? "");
            var secret = parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable);
            var chosen = ParseProtocols(parsed.GetValue(Protocols));
            var (selection, stranger) = Selection.Parse(parsed.GetValue(Only));
            var seconds = parsed.GetValue(Timeout);
            var list = parsed.GetValue(List);
            var mistake = chosen is null ? "--protocol takes chat, responses, messages and gemini, with commas."
                : selection is null ? $"No assertion is called {stranger}; gantry verify --list names them all."
                : list ? null
                : root is null ? "The address must begin with http:// or https://."
                : string.IsNullOrWhiteSpace(secret) ? $"A key is needed: --key or ${KeyVariable}."
                : seconds < 1 ? "--timeout must be at least 1 second."
                : null;
            if (mistake is not null)
            {
                parsed.InvocationConfiguration.Error.WriteLine(mistake);
                return Task.FromResult(ExitCodes.WrongUsage);
            }
            if (list)
            {
                var output = parsed.InvocationConfiguration.Output;
                if (parsed.GetValue(Json)) VerifyJson.WriteTable(output, chosen!, selection!);
                else VerifyText.WriteTable(output, chosen!, selection!);
                return Task.FromResult(ExitCodes.Done);
            }
            var named = Models
                .Select(option => (option.Key, Model: parsed.GetValue(option.Value) ?? parsed.GetValue(Model)))
                .Where(option => option.Model is not null)
                .ToDictionary(option => option.Key, option => option.Model!);
            var options = new VerifyOptions(root!, secret!.Trim())
            {
                Protocols = chosen!,
                Models = named,
                Only = selection!,
                MaxCost = parsed.GetValue(MaxCost),
                Timeout = TimeSpan.FromSeconds(seconds),
            };
            return RunAsync(options, parsed, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(VerifyOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var json = parsed.GetValue(Json);
        FileStream? file = null;
        try
        {
            // Before anything is asked: it may cost money.
            if (parsed.GetValue(JUnit) is { } path) file = File.Create(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"The file for --junit cannot be written: {failure.Message}");
            return ExitCodes.WrongUsage;
        }
        await using (file)
        {
            using var http = CommandHttp.Create(options.BaseUrl);
            var run = new VerifyRun(options, http, TimeProvider.System);
            if (!json) VerifyText.WriteHead(output, options.Address);
            var report = await run.RunAsync(result => { if (!json) VerifyText.WriteProtocol(output, result); }, cancellation);
            if (file is not null) VerifyJUnit.Write(file, report);
            if (json) VerifyJson.Write(output, report);
            else VerifyText.WriteEnd(output, report);
            return report.Holds ? ExitCodes.Done : ExitCodes.CheckFailed;
        }
    }

    private static IReadOnlyList<Protocol>? ParseProtocols(string? text)
    {
        if (text is null) return VerifyOptions.All;
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var chosen = VerifyOptions.All.Where(protocol => names.Contains(NameOf(protocol), StringComparer.OrdinalIgnoreCase)).ToList();
        return chosen.Count > 0 && chosen.Count == names.Distinct(StringComparer.OrdinalIgnoreCase).Count() ? chosen : null;
    }

    private static string NameOf(Protocol protocol) => protocol.ToString().ToLowerInvariant();
}
