using System.CommandLine;
using System.Globalization;
using Gantry.Catalog;
using Gantry.Cli.Code;
using Gantry.Cli.Code.Clients;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Wire;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli.KeyPrint;

/// <summary><c>gantry key print</c>: a key that ends soon, and nothing else on standard output. For Claude Code's <c>apiKeyHelper</c>.</summary>
internal static class KeyPrintCommand
{
    private const string ServerVariable = "GANTRY_SERVER";
    private const string TokenVariable = "GANTRY_TOKEN";
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly Option<string> Client = new("--client") { Description = "Whom it is for: part of the key's name.", DefaultValueFactory = _ => CodeClients.All[0].Id };

    private static readonly Option<TimeSpan> Life = new("--ttl")
    {
        Description = "How long a new key lives: a number and s, m, h or d, from 1m to 30d; 1h when absent.",
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromHours(1),
        CustomParser = result =>
        {
            if (Parse(result.Tokens[0].Value) is { } life && life >= Shortest && life <= Longest) return life;
            result.AddError($"'{result.Tokens[0].Value}' is not a time such as 30m or 1h, from 1m to 30d.");
            return default;
        },
    };

    private static readonly Option<string[]> Groups = new("--group") { Description = "A group of the key, in order of preference; all when absent.", HelpName = "GROUP" };
    private static readonly Option<string?> Server = new("--server") { Description = $"A server elsewhere; ${ServerVariable} when absent, else the data folder on this machine.", HelpName = "URL" };
    private static readonly Option<string?> Token = new("--token") { Description = $"An admin token of that server with keys:read and keys:write; ${TokenVariable} or --token-file are better: what is typed here others can read." };
    private static readonly Option<string?> TokenFile = new("--token-file") { Description = "A file that holds the token.", HelpName = "FILE" };
    private static readonly Option<string?> Account = new("--account") { Description = "Whose key it is, in the data folder; else the owner's.", HelpName = "EMAIL" };

    public static Command Create()
    {
        var command = new Command("print", "Print a key that ends soon: the one of the last time, or a new one.") { Client, Life, Groups, Server, Token, TokenFile, StoreCommand.Data, Account };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                await output.WriteLineAsync(await PrintAsync(parsed, cancellation));
                return ExitCodes.Done;
            }
            catch (CodeRefusedException refused)
            {
                await error.WriteLineAsync($"error: {refused.Message}");
                return refused.ExitCode;
            }
            catch (CatalogRefusedException refused)
            {
                foreach (var reason in refused.Reasons) await error.WriteLineAsync($"error: {reason}");
                return ExitCodes.WrongUsage;
            }
            catch (Exception failure) when (failure is DatabaseException or SecretFileException or IOException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"error: {failure.Message}");
                return ExitCodes.CheckFailed;
            }
        });
        return command;
    }

    private static async Task<string> PrintAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var client = parsed.GetValue(Client)!;
        if (client.Length is 0 or > 40 || !client.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new CodeRefusedException("--client takes letters, digits, dots and dashes.", ExitCodes.WrongUsage);
        var request = new ShortKeyRequest(client, parsed.GetValue(Life), parsed.GetValue(Groups) is { Length: > 0 } groups ? [.. groups] : [GroupRow.Auto]);
        return (parsed.GetValue(Server) ?? Variable(ServerVariable)) is { } server
            ? await OfServerAsync(server, parsed, request, cancellation)
            : await OfStoreAsync(parsed, request, cancellation);
    }

    private static async Task<string> OfStoreAsync(ParseResult parsed, ShortKeyRequest request, CancellationToken cancellation)
    {
        var place = CodePlace.Find(new CodeOptions { Client = CodeClients.All[0], Arguments = [], Data = parsed.GetValue(StoreCommand.Data) });
        await using var folder = await DataFolder.OpenAsync(place.Folder, Environment.GetEnvironmentVariable, TimeProvider.System, cancellation);
        var (key, isNew) = await new StoreShortKeys(folder, TimeProvider.System).TakeAsync(parsed.GetValue(Account), request, cancellation);
        if (isNew && ServerLock.Find(place.Folder) is { } running) await InForceAsync(new Uri(running.Root), key.Secret, cancellation);
        return key.Secret;
    }

    private static async Task<string> OfServerAsync(string server, ParseResult parsed, ShortKeyRequest request, CancellationToken cancellation)
    {
        var root = VerifyOptions.ParseBase(server) ?? throw new CodeRefusedException("The address of the server must begin with http:// or https://.", ExitCodes.WrongUsage);
        var token = parsed.GetValue(TokenFile) is { } path ? (await File.ReadAllTextAsync(path, cancellation)).Trim() : parsed.GetValue(Token) ?? Variable(TokenVariable);
        if (string.IsNullOrWhiteSpace(token)) throw new CodeRefusedException($"A server that is named needs an admin token: ${TokenVariable}, or --token-file.", ExitCodes.WrongUsage);
        using var http = CommandHttp.Create(root);
        var file = new ShortKeyFile(Environment.GetEnvironmentVariable, [root.AbsoluteUri, token, request.Client, .. request.Groups]);
        var (key, isNew) = await new ServerShortKeys(new GatewayClient(http, root, Patience, TimeProvider.System), token, file, TimeProvider.System).TakeAsync(request, cancellation);
        if (isNew) await InForceAsync(root, key.Secret, cancellation);
        return key.Secret;
    }

    /// <summary>Waits until the server knows the key, which takes it up to a second: the client would give up at its first refusal.</summary>
    private static async Task InForceAsync(Uri root, string secret, CancellationToken cancellation)
    {
        using var http = CommandHttp.Create(root);
        var client = new GatewayClient(http, root, Patience, TimeProvider.System);
        var call = new Call(HttpMethod.Get, "/v1/models").WithKeys(new PlacedKey(KeyPlacement.Bearer, secret));
        var since = TimeProvider.System.GetTimestamp();
        while ((await client.SendAsync(call, cancellation)).Status == 401 && TimeProvider.System.GetElapsedTime(since) < Patience) await Task.Delay(Look, TimeProvider.System, cancellation);
    }

    private static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
