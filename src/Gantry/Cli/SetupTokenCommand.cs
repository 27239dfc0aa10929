using System.CommandLine;
using Gantry.Accounts.SignIn;
using Gantry.Audit;

namespace Gantry.Cli;

/// <summary><c>gantry setup-token</c>: another token for the set-up page, where the one of the start is over.</summary>
internal static class SetupTokenCommand
{
    public static Command Create()
    {
        var command = new Command("setup-token", "Print a new one-time token for the set-up page; the one before ends.") { StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var setup = new SetupDesk(folder.SignIns, new OneTimeTokens(folder.Tokens, folder.Secrets.Hasher), TimeProvider.System, folder.Path);
            if (await setup.OpenAsync(cancellation) is not { } token)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("error: this gateway has an owner already; gantry user reset EMAIL lets one in who is locked out");
                return ExitCodes.CheckFailed;
            }

            await folder.Audit.AppendAsync(AuditNote.OfCommand("setup_token.create"), [], cancellation);
            output.WriteLine(token);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
