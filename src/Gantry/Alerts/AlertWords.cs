using System.Text.Json;

namespace Gantry.Alerts;

/// <summary>What alerts are called: in mails, for people; in posts and in the store, for machines.</summary>
public static class AlertWords
{
    /// <summary>The kind in snake case, as in <c>low_balance</c>.</summary>
    public static string Of(AlertKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>The subject of a mail.</summary>
    public static string Subject(Alert alert)
    {
        var over = !alert.IsOpen;
        return alert.Key.Kind switch
        {
            AlertKind.LowBalance => "Your balance is low",
            AlertKind.CapNear => "80 % of a spend cap are used",
            AlertKind.CapReached => "A spend cap is used up",
            AlertKind.UpstreamOut => over ? "An upstream is back" : "An upstream is out",
            AlertKind.CredentialOut => over ? "A credential works again" : "A credential is refused",
            AlertKind.SpendVelocity => "A key spends more than usual",
            AlertKind.UsageBehind => over ? "The usage log has caught up" : "The usage log is behind",
            AlertKind.PriceChange => "A price is about to change",
            AlertKind.Test => "Test of alerts",
            _ => throw new ArgumentOutOfRangeException(nameof(alert), alert.Key.Kind, "No such kind."),
        };
    }

    /// <summary>The text of a mail.</summary>
    public static string Mail(Alert alert) =>
        $"{alert.Text}\n\n{(alert.IsOpen ? "Since" : "At")} {alert.ClosedAt ?? alert.At:yyyy-MM-dd HH:mm:ss} UTC. Kind: {Of(alert.Key.Kind)}.\n";
}
