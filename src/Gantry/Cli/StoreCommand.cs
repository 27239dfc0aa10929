using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary>What commands on the store share: where it is, how refusals are told, how JSON is written.</summary>
internal static class StoreCommand
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = $"The data folder; else ${DataFolder.Variable}, else ./{DataFolder.Default}.",
        HelpName = "DIR",
    };

    public static readonly Option<string?> Database = new("--database")
    {
        Description = $"The PostgreSQL database to use instead of the file in the data folder; else ${DataFolder.DatabaseVariable}, which other users of the machine cannot see: prefer it where there is a password.",
        HelpName = "Host=…",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Write JSON." };

    /// <summary>Opens the store for one command and turns refusals into exit codes and plain sentences.</summary>
    public static Task<int> RunAsync(ParseResult parsed, Func<DataFolder, TextWriter, Task<int>> work, CancellationToken cancellation) => GuardAsync(parsed, async output =>
    {
        var path = DataFolder.Locate(parsed.GetValue(Data), Environment.GetEnvironmentVariable);
        await using var folder = await DataFolder.OpenAsync(path, EnvironmentOf(parsed), TimeProvider.System, cancellation);
        return await work(folder, output);
    });

    /// <summary>The same for work that opens databases by itself.</summary>
    public static async Task<int> GuardAsync(ParseResult parsed, Func<TextWriter, Task<int>> work)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await work(output);
        }
        catch (ConfigurationException refused)
        {
            foreach (var problem in refused.Problems) await error.WriteLineAsync(problem.ToString());
            await error.WriteLineAsync("The configuration is refused; nothing was changed.");
            return ExitCodes.ConfigurationRefused;
        }
        catch (CatalogRefusedException refused)
        {
            foreach (var reason in refused.Reasons) await error.WriteLineAsync($"error: {reason}");
            return ExitCodes.WrongUsage;
        }
        catch (RefusedException refused)
        {
            await error.WriteLineAsync($"error: {refused.Refusal.Detail}");
            return ExitCodes.WrongUsage;
        }
        catch (Exception failure) when (failure is DatabaseException or SecretFileException or CatalogConflictException)
        {
            await error.WriteLineAsync($"error: {failure.Message}");
            return ExitCodes.CheckFailed;
        }
    }

    /// <summary>The variables of the process, where the flag goes before the variable.</summary>
    public static Func<string, string?> EnvironmentOf(ParseResult parsed) =>
        parsed.GetValue(Database) is { Length: > 0 } flag
            ? name => name == DataFolder.DatabaseVariable ? flag : Environment.GetEnvironmentVariable(name)
            : Environment.GetEnvironmentVariable;

    public static void WriteJson(TextWriter output, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Not for HTML: '…' and '>' may stand as they are.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
