using System.CommandLine;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary><c>gantry config CLIENT</c>: how a client is set up for a gateway, shown or written into its files.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string?> Client = new("CLIENT") { Description = "Such as claude-code; all are listed where none is given.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Server = new("--server") { Description = "Address of the gateway; the one on this machine when absent.", HelpName = "URL" };
    private static readonly Option<string?> Key = new("--key") { Description = $"The key; - reads it from the input. ${KeySource.Variable} when absent.", HelpName = "KEY" };
    private static readonly Option<string?> KeyFile = new("--key-file") { Description = "A file whose first line is the key.", HelpName = "FILE" };
    private static readonly Option<string?> Model = new("--model") { Description = "The model to work with; one that suits the client is chosen when absent.", HelpName = "ID" };
    private static readonly Option<string?> SmallModel = new("--small-model") { Description = "The model for titles and such.", HelpName = "ID" };
    private static readonly Option<string?> Variant = new("--variant") { Description = "Which way, where a client has several.", HelpName = "NAME" };
    private static readonly Option<bool> Write = new("--write") { Description = "Put it into the client's own files; what is there stays." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what --write would change, without keys." };
    private static readonly Option<bool> Undo = new("--undo") { Description = "Take the last --write for this client back." };
    private static readonly Option<bool> Force = new("--force") { Description = "With --undo: also where a file was changed since." };
    private static readonly Option<bool> All = new("--list") { Description = "List every client." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask: write the key even where it could be committed." };
    private static readonly Option<string?> Profile = new("--profile") { Description = "With --write: a start-up file of your shell that shall read the variables.", HelpName = "FILE" };
    private static readonly Option<bool> StatusLine = new("--statusline") { Description = "With --write and claude-code: show gantry statusline below the prompt." };

    private static readonly Option<ClientSystem?> System = new("--system")
    {
        Description = "For which system: linux, macos or windows; this one when absent.",
        HelpName = "SYSTEM",
        CustomParser = result =>
        {
            if (Enum.TryParse<ClientSystem>(result.Tokens[0].Value, ignoreCase: true, out var system) && Enum.IsDefined(system)) return system;
            result.AddError("--system takes linux, macos or windows.");
            return null;
        },
    };

    public static Command Create()
    {
        var command = new Command("config", "Show how a client is set up for a gateway, or set it up.")
        {
            Client, Server, Key, KeyFile, Model, SmallModel, System, Variant, Write, DryRun, Undo, Force, All, Yes, Profile, StatusLine, StoreCommand.Json,
        };
        command.SetAction((parsed, cancellation) => ConfigRun.RunAsync(
            new ConfigRequest
            {
                Client = parsed.GetValue(All) ? null : parsed.GetValue(Client),
                Server = parsed.GetValue(Server),
                Key = parsed.GetValue(Key),
                KeyFile = parsed.GetValue(KeyFile),
                Model = parsed.GetValue(Model),
                SmallModel = parsed.GetValue(SmallModel),
                System = parsed.GetValue(System),
                Variant = parsed.GetValue(Variant),
                Write = parsed.GetValue(Write),
                DryRun = parsed.GetValue(DryRun),
                Undo = parsed.GetValue(Undo),
                Force = parsed.GetValue(Force),
                Yes = parsed.GetValue(Yes),
                Profile = parsed.GetValue(Profile),
                StatusLine = parsed.GetValue(StatusLine),
                Json = parsed.GetValue(StoreCommand.Json),
            },
            ConfigContext.Here(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error),
            cancellation));
        return command;
    }
}
