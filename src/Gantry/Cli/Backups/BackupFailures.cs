using System.CommandLine;
using Gantry.Backups;

namespace Gantry.Cli.Backups;

/// <summary>Why a backup was not made, not restored or not believed, as sentences and an exit code.</summary>
internal static class BackupFailures
{
    public static Task<int> GuardAsync(ParseResult parsed, Func<TextWriter, Task<int>> work) => StoreCommand.GuardAsync(parsed, async output =>
    {
        try
        {
            return await work(output);
        }
        catch (BackupException refused)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {refused.Message}");
            return refused.IsWrongUsage ? ExitCodes.WrongUsage : ExitCodes.CheckFailed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {failure.Message}");
            return ExitCodes.CheckFailed;
        }
    });
}
