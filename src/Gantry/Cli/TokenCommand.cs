using System.CommandLine;
using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Management.Http;
using Gantry.Management.Tokens;

namespace Gantry.Cli;

/// <summary><c>gantry token create|list|revoke</c>: the way in where nobody signs in with a browser.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> Account = new("EMAIL") { Description = "The account that the token stands for; it may do what its role may, at most." };
    private static readonly Argument<Guid> Token = new("ID") { Description = "The token's id." };
    private static readonly Option<string> Name = new("--name") { Description = "What the token is called.", DefaultValueFactory = _ => "command line" };

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = $"What it may do; may be repeated. One of {string.Join(", ", ManageScopes.All)}.",
        Required = true,
        HelpName = "SCOPE",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create() => new("token", "Make, list and revoke tokens for the management API.") { CreateToken(), ListTokens(), RevokeToken() };

    private static Command CreateToken()
    {
        var command = new Command("create", "Make a token and show it once.") { Account, Scopes, Name, KeyCommand.Expires, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var email = parsed.GetValue(Account)!.ToLowerInvariant();
            var accounts = (await folder.Catalog.LoadAsync(cancellation)).Accounts;
            var account = accounts.FirstOrDefault(a => a.Kind == AccountKind.Person && a.Email == email)
                ?? throw new CatalogRefusedException([$"there is no account '{email}'{Nearest.Hint(email, accounts.Select(a => a.Email))}"]);
            var draft = new TokenDraft { Name = parsed.GetValue(Name)!, Scopes = parsed.GetValue(Scopes)!, ExpiresAt = parsed.GetValue(KeyCommand.Expires) };
            var (token, secret) = await new TokenDesk(folder.AdminTokens, folder.Secrets.Hasher, TimeProvider.System)
                .CreateAsync(account.Id, account.Email, draft, AuditNote.OfCommand(TokenResource.Create.Action!), cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", token.Id);
                    json.WriteString("account", token.Account);
                    json.WriteString("secret", secret);
                    json.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine($"Token {token.Id} of {token.Account} ({EnumWords.Of(account.Role)}), shown this once:");
                output.WriteLine(secret);
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command ListTokens()
    {
        var command = new Command("list", "List every token, without its secret.") { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var tokens = await folder.AdminTokens.ListAsync(new AdminTokenQuery(null, null, null, int.MaxValue), cancellation);
            var now = TimeProvider.System.GetUtcNow();
            if (parsed.GetValue(StoreCommand.Json)) WriteJson(tokens, output);
            else foreach (var token in tokens) output.WriteLine($"{token.Id}  {token.Display}  {token.Account}  {token.Name}  {string.Join(",", token.Scopes)}  {(token.IsAlive(now) ? "in use" : "worth nothing")}");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command RevokeToken()
    {
        var command = new Command("revoke", "Take a token out of use, for good.") { Token, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var id = parsed.GetValue(Token);
            if (!await folder.AdminTokens.RevokeAsync(id, null, AuditNote.OfCommand(TokenResource.Revoke.Action!), cancellation)) throw new CatalogRefusedException([$"no token has the id {id}"]);
            output.WriteLine($"Revoked token {id}. A running server refuses it from the next request on.");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static void WriteJson(IReadOnlyList<AdminToken> tokens, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            json.WriteString("id", token.Id);
            json.WriteString("account", token.Account);
            json.WriteString("name", token.Name);
            json.WriteString("display", token.Display);
            json.WriteStartArray("scopes");
            foreach (var scope in token.Scopes) json.WriteStringValue(scope);
            json.WriteEndArray();
            json.WriteString("created_at", token.CreatedAt);
            if (token.ExpiresAt is { } ends) json.WriteString("expires_at", ends);
            if (token.RevokedAt is { } revoked) json.WriteString("revoked_at", revoked);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
