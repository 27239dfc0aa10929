using System.CommandLine;
using Gantry.Catalog.Declared;
using Gantry.Moving.LiteLlm;
using Gantry.Moving.NewApi;
using Gantry.Storage;

namespace Gantry.Cli.Moving;

/// <summary><c>gantry import litellm|new-api|one-api FILE</c>: another gateway's configuration as ours, with a report of what became of every item.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Configuration = new("CONFIG") { Description = "The proxy's config.yaml." };
    private static readonly Argument<string> Database = new("DATABASE") { Description = "The SQLite file. It is only read." };
    private static readonly Option<string> Prices = new("--prices") { Description = "LiteLLM's model_prices_and_context_window.json, for models whose costs the configuration leaves out.", HelpName = "FILE" };
    private static readonly Option<string> Email = new("--email") { Description = "The account that gets the master key.", HelpName = "ADDRESS", DefaultValueFactory = _ => EnvironmentCatalog.OwnerEmail };
    private static readonly Option<string> Credit = new("--credit") { Description = "What that account is granted: LiteLLM has no wallets.", HelpName = "USD" };
    private static readonly Option<string> Domain = new("--email-domain") { Description = "Behind the @ of users who have no e-mail address.", HelpName = "DOMAIN", DefaultValueFactory = _ => "users.invalid" };

    public static Command Create()
    {
        var command = new Command("import", "Bring another gateway's configuration here, with a report of what is the same and what is lost.");
        command.Add(LiteLlm());
        command.Add(Hub("new-api", HubDialect.NewApi));
        command.Add(Hub("one-api", HubDialect.OneApi));
        return command;
    }

    private static Command LiteLlm()
    {
        var command = new Command("litellm", "From the config.yaml of a LiteLLM proxy.") { Configuration, Prices, Email, Credit };
        ImportRun.AddOptions(command);
        command.SetAction((parsed, cancellation) => ImportRun.RunAsync(parsed, async () =>
        {
            var options = new LiteLlmOptions
            {
                Email = Address(parsed.GetValue(Email)!),
                Credit = parsed.GetValue(Credit) is { } credit ? Dollars(credit) : null,
                Prices = parsed.GetValue(Prices) is { } list ? await ReadAsync(list, cancellation) : null,
            };
            return await LiteLlmMove.ReadAsync(parsed.GetValue(Configuration)!, options, TimeProvider.System, cancellation);
        }, cancellation));
        return command;
    }

    private static Command Hub(string name, HubDialect dialect)
    {
        var command = new Command(name, $"From an SQLite database of {name}.") { Database, Domain };
        ImportRun.AddOptions(command);
        command.SetAction((parsed, cancellation) => ImportRun.RunAsync(
            parsed,
            () => HubMove.ReadAsync(parsed.GetValue(Database)!, dialect, Host(parsed.GetValue(Domain)!), TimeProvider.System, cancellation),
            cancellation));
        return command;
    }

    private static string Address(string email) => Names.IsEmail(email) ? email.ToLowerInvariant() : throw ImportRun.Wrong($"--email: '{email}' is not an e-mail address");

    private static string Host(string domain) => Names.IsEmail($"a@{domain}") ? domain.ToLowerInvariant() : throw ImportRun.Wrong($"--email-domain: '{domain}' cannot stand behind the @ of an e-mail address");

    private static Billing.Pricing.Money Dollars(string text) =>
        Catalog.DecimalText.TryParse(text, Catalog.DecimalText.Nano, out var nanos) is { } reason ? throw ImportRun.Wrong($"--credit: '{text}' {reason}") : new Billing.Pricing.Money(nanos);

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
