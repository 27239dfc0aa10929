using System.CommandLine;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary><c>gantry verify URL</c>: assertions against any gateway.</summary>
internal static class VerifyCommand
{
    private const string KeyVariable = "GANTRY_KEY";

    public static Command Create()
    {
        var url = new Argument<string>("url") { Description = "Address of the gateway, such as http://127.0.0.1:3456." };
        var key = new Option<string?>("--key") { Description = $"Key to present; ${KeyVariable} when absent." };
        var model = new Option<string?>("--model") { Description = "Model to ask for in every protocol." };
        var models = VerifyOptions.All.ToDictionary(protocol => protocol, protocol => new Option<string?>("--model-" + NameOf(protocol))
        {
            Description = $"Model to ask for in {protocol}.",
        });
        var protocols = new Option<string?>("--protocol")
        {
            Description = "Protocols to verify, with commas; all of chat,responses,messages,gemini when absent.",
        };
        var timeout = new Option<int>("--timeout")
        {
            Description = "Longest time for one exchange, in seconds.",
            DefaultValueFactory = _ => 60,
        };
        var json = new Option<bool>("--json") { Description = "Write one JSON object." };

        var command = new Command("verify", "Check that a gateway does what clients of OpenAI, Anthropic and Gemini need.")
        {
            url, key, model, protocols, timeout, json,
        };
        foreach (var option in models.Values) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var error = parsed.InvocationConfiguration.Error;
            var root = VerifyOptions.ParseBase(parsed.GetValue(url) ?? "");
            var secret = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable);
            var chosen = ParseProtocols(parsed.GetValue(protocols));
            var seconds = parsed.GetValue(timeout);
            var mistake = root is null ? "The address must begin with http:// or https://."
                : string.IsNullOrWhiteSpace(secret) ? $"A key is needed: --key or ${KeyVariable}."
                : chosen is null ? "--protocol takes chat, responses, messages and gemini, with commas."
                : seconds < 1 ? "--timeout must be at least 1 second."
                : null;
            if (mistake is not null)
            {
                error.WriteLine(mistake);
                return Task.FromResult(ExitCodes.WrongUsage);
            }
            var named = models
                .Select(option => (option.Key, Model: parsed.GetValue(option.Value) ?? parsed.GetValue(model)))
                .Where(option => option.Model is not null)
                .ToDictionary(option => option.Key, option => option.Model!);
            var options = new VerifyOptions(root!, secret!.Trim())
            {
                Protocols = chosen!,
                Models = named,
                Timeout = TimeSpan.FromSeconds(seconds),
            };
            return RunAsync(options, parsed.GetValue(json), output, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(VerifyOptions options, bool json, TextWriter output, CancellationToken cancellation)
    {
        using var http = CommandHttp.Create(options.BaseUrl);
        var run = new VerifyRun(options, http, TimeProvider.System);
        if (!json) VerifyText.WriteHead(output, options.Address);
        var report = await run.RunAsync(result => { if (!json) VerifyText.WriteProtocol(output, result); }, cancellation);
        if (json) VerifyJson.Write(output, report);
        else VerifyText.WriteEnd(output, report);
        return report.Holds ? ExitCodes.Done : ExitCodes.CheckFailed;
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
