using System.Data.Common;
using Dapper;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Ends sessions in the transaction that takes their ground away: the account is disabled, or has another role (reliability S-22).</summary>
internal static class SessionEnd
{
    public static Task FollowAsync(DbConnection connection, CatalogRow row) => row is not AccountRow account
        ? Task.CompletedTask
        : connection.ExecuteAsync(
            "DELETE FROM sessions WHERE account_id = @id AND (@disabled = 1 OR role <> @role)",
            new { id = account.Id.ToString(), disabled = account.Disabled ? 1 : 0, role = EnumWords.Of(account.Role) });
}
