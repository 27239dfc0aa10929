using Gantry.Accounts.Letters;

namespace Gantry.Accounts.Joining;

/// <summary>Links that hold a token. It stands behind the #, which browsers send to nobody: it comes into no log and no Referer, and the page takes it out of the history.</summary>
internal static class JoinLinks
{
    public static string Join(LetterBox letters, string token) => letters.Address($"/join#{token}");

    public static string NewPassword(LetterBox letters, string token) => letters.Address($"/new-password#{token}");
}
