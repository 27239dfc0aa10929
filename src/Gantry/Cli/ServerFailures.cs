using System.CommandLine;
using Gantry.Catalog.Declared;
using Gantry.Hosting;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary>Why a server did not start, as sentences and an exit code.</summary>
internal static class ServerFailures
{
    public static async Task<int> GuardAsync(ParseResult parsed, Func<Task<int>> run)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await run();
        }
        catch (ConfigurationException refused)
        {
            foreach (var problem in refused.Problems)
            {
                await error.WriteLineAsync(problem.ToString());
            }

            await error.WriteLineAsync("The configuration is refused; the server did not start.");
        }
        catch (Exception failure) when (failure is DatabaseException or SecretFileException or RuntimeRefusedException or IOException)
        {
            await error.WriteLineAsync($"error: {failure.Message}");
        }

        return ExitCodes.ConfigurationRefused;
    }
}
