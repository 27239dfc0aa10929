using System.Security.Cryptography;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Snapshot;

/// <summary>Opens settings that are secrets.</summary>
internal static class SecretTexts
{
    /// <summary>Empty where there is none. One that does not open is a problem.</summary>
    public static string Open(CatalogRows rows, string name, SecretSeal seal, List<CatalogProblem> problems)
    {
        if (rows.Secrets.FirstOrDefault(s => s.Name == name) is not { } row) return "";
        try
        {
            return row.Open(seal);
        }
        catch (CryptographicException)
        {
            problems.Add(new CatalogProblem(row.Key, "", "cannot be opened: it was changed, or sealed under another master key"));
            return "";
        }
    }
}
