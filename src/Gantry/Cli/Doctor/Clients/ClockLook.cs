using System.Globalization;
using Gantry.Cli.Doctor.Findings;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>The clock behind an answer beside this machine's.</summary>
internal static class ClockLook
{
    private static readonly TimeSpan SkewAllowed = TimeSpan.FromMinutes(1);

    /// <summary>How far the clock behind an answer is from this machine's; null where the answer does not say.</summary>
    public static Finding? Judge(Answer answer, TimeProvider time, string address)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(answer.Header("date"), CultureInfo.InvariantCulture, Style, out var theirs)) return null;
        var skew = (theirs - time.GetUtcNow()).Duration();
        return skew > SkewAllowed
            ? Finding.Problem($"The server's clock and this machine's differ by {skew.TotalSeconds:0} s.", address,
                "Set both by NTP: signatures and key expiry depend on it.")
            : Finding.Fine("The server's clock agrees with this machine's.", address);
    }
}
