using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Rows;

/// <summary>The version of something that rows say: differs when any of their facts does.</summary>
internal static class RowTags
{
    private const int Length = 16;

    public static string Of(params IEnumerable<CatalogRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(row.Key).Append('\0').Append(row.ManagedBy).Append('\0');
            foreach (var fact in row.Facts()) text.Append(fact.Name).Append('\0').Append(fact.Value).Append('\0');
        }

        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Length));
    }

    /// <exception cref="RefusedException">The edit was made for another version.</exception>
    public static void Check(string? expected, string actual)
    {
        if (expected is not null && expected != actual)
            throw RefusedException.Of(RefusalKind.Changed, "changed_meanwhile", "This is not the version that you saw: read it again.");
    }
}
