using Gantry.Accounts.Letters;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.Joining;

/// <summary>What the gateway offers to people who cannot sign in: what the settings say, as far as it can send mail.</summary>
internal sealed class JoinOffers(JoinWay way, LetterBox letters)
{
    public JoinOffer Now => new(
        way.Registration().Mode switch
        {
            RegistrationMode.Open => letters.IsOn ? RegistrationOffer.Open : RegistrationOffer.WithoutMail,
            RegistrationMode.Invitation => RegistrationOffer.ByInvitation,
            _ => RegistrationOffer.Closed,
        },
        letters.IsOn);
}
