using System.CommandLine;

namespace Gantry.Cli;

/// <summary>The command line, one line a command.</summary>
public static class GantryCommand
{
    /// <summary>Parses and runs one command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        // Asked for several times a second: it does not wait for all the others to be made.
        if (args is ["statusline"]) return await StatusLine.StatusLineCommand.RunAsync(output, cancellation);
        var root = new RootCommand("Gantry: a self-hosted gateway for AI APIs.");
        root.Add(ServeCommand.Create());
        root.Add(Demo.DemoCommand.Create());
        root.Add(Code.CodeCommand.Create(args));
        root.Add(ApplyCommand.Create());
        root.Add(Moving.ImportCommand.Create());
        root.Add(Config.ConfigCommand.Create());
        root.Add(StatusLine.StatusLineCommand.Create());
        root.Add(KeyCommand.Create());
        root.Add(UserCommand.Create());
        root.Add(SetupTokenCommand.Create());
        root.Add(TokenCommand.Create());
        root.Add(Prices.PriceCommand.Create());
        root.Add(Ledger.LedgerCommand.Create());
        root.Add(VoucherCommand.Create());
        root.Add(Usage.UsageCommand.Create());
        root.Add(Audits.AuditCommand.Create());
        root.Add(SecretsCommand.Create());
        root.Add(Alerts.AlertCommand.Create());
        root.Add(Verify.VerifyCommand.Create());
        root.Add(Doctor.DoctorCommand.Create());
        root.Add(MigrateCommand.Create());
        root.Add(MoveStoreCommand.Create());
        root.Add(Backups.BackupCommand.Create());
        root.Add(Backups.RestoreCommand.Create());
        root.Add(SimulatorCommand.Create());
        root.Add(ReadyCommand.Create());
        root.Add(Versions.VersionCommand.Create());
        // A server takes its own time to drain: the parser must not cut it short.
        var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : Code.CodeArguments.Split(args).Own);
        var code = await parsed.InvokeAsync(configuration, cancellation);
        return parsed.Errors.Count > 0 ? ExitCodes.WrongUsage : code;
    }
}
