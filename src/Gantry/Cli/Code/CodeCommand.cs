using System.Collections.Immutable;
using System.CommandLine;
using Gantry.Catalog;
using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.Code;

/// <summary><c>gantry code</c>: starts a client wired to a gateway for the time of the run, and leaves the person's own files alone.</summary>
internal static class CodeCommand
{
    private const string ServerVariable = "GANTRY_SERVER";
    private const string KeyVariable = "GANTRY_KEY";

    private static readonly Argument<string> Client = new("CLIENT")
    {
        Description = $"One of {string.Join(", ", CodeClients.All.Select(client => client.Id))}. All words after it that are not listed here, and all behind --, are the client's.",
        DefaultValueFactory = _ => CodeClients.All[0].Id,
    };

    private static readonly Option<string?> Model = new("--model") { Description = "The model to begin with; else one by the client's taste." };
    private static readonly Option<string?> SmallModel = new("--small-model") { Description = "The model for titles and summaries; else one by the client's taste." };
    private static readonly Option<string[]> Groups = new("--group") { Description = "A group of the key that is made, in order of preference; all when absent.", HelpName = "GROUP" };
    private static readonly Option<string?> Server = new("--server") { Description = $"A gateway that runs elsewhere; ${ServerVariable} when absent, else one on this machine.", HelpName = "URL" };
    private static readonly Option<string?> Key = new("--key") { Description = $"A key of that gateway; ${KeyVariable} when absent. Others on this machine can read what is typed here: the variable is better." };
    private static readonly Option<string?> Config = new("--config") { Description = "A declarative file for local mode.", HelpName = "FILE" };
    private static readonly Option<string?> Account = new("--account") { Description = "Whose key is made; else the owner's.", HelpName = "EMAIL" };
    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Do not tell at the end what the run has used and cost." };
    private static readonly Option<bool> Trust = new("--trust") { Description = "Believe gantry.yaml in this folder from now on." };

    /// <param name="typed">All words of the command line: those of the client are taken from here.</param>
    public static Command Create(string[] typed)
    {
        var words = CodeArguments.Split(typed).Client;
        var command = new Command(CodeArguments.Command, "Start Claude Code, Codex, Gemini CLI or OpenCode wired to a gateway.")
        {
            Client, Model, SmallModel, Groups, Server, Key, StoreCommand.Data, Config, Account, Quiet, Trust,
        };
        command.SetAction((parsed, cancellation) => ServerFailures.GuardAsync(parsed, () => GuardAsync(parsed, words, cancellation)));
        return command;
    }

    private static async Task<int> GuardAsync(ParseResult parsed, ImmutableArray<string> words, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await CodeRun.RunAsync(OptionsOf(parsed, words) with { Notes = error }, cancellation);
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
        catch (UnauthorizedAccessException foreign)
        {
            await error.WriteLineAsync($"error: {foreign.Message} Is the data folder another user's? Then ask for a key and name the gateway: ${ServerVariable} and ${KeyVariable}.");
            return ExitCodes.ConfigurationRefused;
        }
    }

    private static CodeOptions OptionsOf(ParseResult parsed, ImmutableArray<string> words) => new()
    {
        Client = CodeClients.Find(parsed.GetValue(Client)!) ?? throw new CodeRefusedException($"There is no client '{parsed.GetValue(Client)}' here.", ExitCodes.WrongUsage),
        Arguments = words,
        Model = parsed.GetValue(Model),
        SmallModel = parsed.GetValue(SmallModel),
        Groups = [.. parsed.GetValue(Groups) ?? []],
        Server = parsed.GetValue(Server) ?? Variable(ServerVariable),
        Key = parsed.GetValue(Key) ?? Variable(KeyVariable),
        Data = parsed.GetValue(StoreCommand.Data),
        Config = parsed.GetValue(Config),
        Account = parsed.GetValue(Account),
        Quiet = parsed.GetValue(Quiet),
        Trust = parsed.GetValue(Trust),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
