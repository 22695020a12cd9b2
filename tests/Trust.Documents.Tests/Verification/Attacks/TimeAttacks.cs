using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Attacks;

/// <summary>Time: what is claimed proves nothing, what is proved decides.</summary>
public class TimeAttacks
{
    private static readonly SealingOffice Office = new();
    private static readonly DateTimeOffset Later = SealingOffice.Signed.AddDays(30);

    [Fact]
    public void Stamped_signature_passes_after_its_seal_and_certificate_expired_where_old_lists_are_at_hand()
    {
        // The seal ended with the year; the list is one of the time when the certificate was in force.
        var now = SealingOffice.Start.AddYears(1).AddDays(40);
        var report = Office.Verify(Office.SealDocument(), Office.Input(now)).Passes();
        Assert.Equal("TimeStamp", report.Signatures[0].Facts.ProvedBy);
        Assert.Equal(SealingOffice.Signed.AddSeconds(1), report.Signatures[0].Facts.ProvedTime);
        Office.Verify(Office.SealDocument(new() { StampedAt = null }), Office.Input(now)).IsUndecided(SubIndications.OutOfBoundsNoPoe, "SEAL-VALIDITY");
    }

    [Fact]
    public void Signed_after_the_seal_expired_fails_and_in_its_last_second_passes()
    {
        var end = SealingOffice.Start.AddYears(1);
        var now = end.AddDays(10);
        Office.Verify(Office.SealDocument(new() { Claimed = end, StampedAt = end.AddMilliseconds(999) }), Office.Input(now)).Passes();
        Office.Verify(Office.SealDocument(new() { Claimed = end, StampedAt = end.AddSeconds(1) }), Office.Input(now)).Fails(SubIndications.Expired, "SEAL-VALIDITY");

        // Without a stamp the signer's own word is enough against him.
        Office.Verify(Office.SealDocument(new() { Claimed = end.AddSeconds(1), StampedAt = null }), Office.Input(now)).Fails(SubIndications.Expired, "SEAL-VALIDITY");
    }

    [Fact]
    public void Signed_after_the_certificate_expired_fails()
    {
        var short_ = Office.Certify(Office.SignerKey, "短", SealingOffice.Signed.AddDays(1));
        var seal = Office.MakeSeal(Office.SealBuilder with { Certificates = [short_.Encoded] });
        var act = new Act { Seal = seal, Certificate = short_ };
        Office.Verify(Office.SealDocument(act)).IsUndecided(SubIndications.TryLater, "CERT-REVOCATION");
        Office.Verify(Office.SealDocument(act with { StampedAt = SealingOffice.Signed.AddDays(2) })).Fails(SubIndications.Expired, "CERT-VALIDITY");
        Office.Verify(Office.SealDocument(act with { StampedAt = null })).IsUndecided(SubIndications.OutOfBoundsNoPoe, "CERT-VALIDITY");
        Office.Verify(Office.SealDocument(act with { StampedAt = null, Claimed = SealingOffice.Signed.AddDays(2) })).Fails(SubIndications.Expired, "CERT-VALIDITY");
    }

    [Fact]
    public void Revoked_before_the_stamp_fails_and_after_the_stamp_passes_with_a_note()
    {
        var report = Office.Verify(Office.SealDocument(), Revoked(Later)).Passes();
        Assert.Equal(CheckStatus.Warning, report.Status("CERT-REVOCATION"));
        Office.Verify(Office.SealDocument(), Revoked(SealingOffice.Signed.AddDays(-1))).Fails(SubIndications.Revoked, "CERT-REVOCATION");
    }

    [Fact]
    public void Signature_backdated_with_a_key_revoked_since_is_not_passed()
    {
        // The claim lies long before the revocation; nothing proves it.
        Office.Verify(Office.SealDocument(new() { StampedAt = null }), Revoked(Later)).IsUndecided(SubIndications.RevokedNoPoe, "CERT-REVOCATION");

        // A stamp that was fetched after the revocation proves the wrong thing.
        Office.Verify(Office.SealDocument(new() { StampedAt = Later.AddDays(1) }), Revoked(Later)).Fails(SubIndications.Revoked, "CERT-REVOCATION");
    }

    [Fact]
    public void Unstamped_signature_of_a_certificate_in_force_passes() => Office.Verify(Office.SealDocument(new() { StampedAt = null })).Passes();

    [Fact]
    public void Own_record_and_log_proof_prove_a_time_as_a_stamp_does()
    {
        var package = Office.SealDocument(new() { StampedAt = null });
        var digest = Office.Verify(package).Signatures[0].Facts.SignatureDigest!;
        foreach (var source in new[] { ProofSource.RecordedOutcome, ProofSource.TransparencyLog })
        {
            Office.Verify(package, With(Revoked(Later), new(digest, SealingOffice.Signed, source))).Passes();
            Office.Verify(package, With(Revoked(Later), new(digest, Later.AddDays(1), source))).Fails(SubIndications.Revoked, "CERT-REVOCATION");
            Office.Verify(package, With(Revoked(Later), new(new string('0', 64), SealingOffice.Signed, source))).IsUndecided(SubIndications.RevokedNoPoe, "CERT-REVOCATION");
        }

        // Nobody may bring a time stamp from outside the file.
        Office.Verify(package, With(Revoked(Later), new(digest, SealingOffice.Signed, ProofSource.TimeStamp))).IsUndecided(SubIndications.RevokedNoPoe, "CERT-REVOCATION");
    }

    [Fact]
    public void Time_stamp_of_an_untrusted_authority_proves_nothing()
    {
        var stranger = new SealingOffice();
        var package = Office.SealDocument(new() { Stamp = value => stranger.Stamp(value, SealingOffice.Signed) });
        Office.Verify(package).IsUndecided(SubIndications.NoCertificateChainFoundNoPoe, "TIME-STAMP");
        Office.Verify(package, Revoked(Later)).IsUndecided(SubIndications.RevokedNoPoe, "CERT-REVOCATION");
    }

    [Fact]
    public void Time_stamp_whose_certificate_is_replaced_by_one_for_another_purpose_proves_nothing()
    {
        // Same key, issuer and serial number, but no time stamp purpose: the token says with which certificate it was made.
        var other = Office.Certify(Office.TsaKey, "时间戳", SealingOffice.Start.AddYears(5), builder => builder with { SerialNumber = Office.Tsa.SerialNumber });
        var package = Office.SealDocument(new()
        {
            Stamp = value => TimeStampAuthority.Issue(Office.TsaKey, Office.Tsa, Sm3.HashData(value.Span), SealingOffice.Signed, includeCertificate: false).Encoded,
        });
        var input = Office.Input();
        Office.Verify(package, input with { Material = input.Material with { Intermediates = [Office.Issuing, Office.Tsa] } }).Passes();
        Office.Verify(package, input with { Material = input.Material with { Intermediates = [Office.Issuing, other] } })
            .IsUndecided(SubIndications.SignatureConstraintsFailure, "TIME-STAMP");
        Office.Verify(package).IsUndecided(SubIndications.SignatureConstraintsFailure, "TIME-STAMP");
    }

    [Fact]
    public void Time_stamp_over_another_signature_or_with_a_changed_byte_proves_nothing()
    {
        Office.Verify(Office.SealDocument(new() { Stamp = _ => Office.Stamp("other"u8.ToArray(), SealingOffice.Signed) }))
            .IsUndecided(SubIndications.SignatureConstraintsFailure, "TIME-STAMP");
        var package = Office.SealDocument(new() { Stamp = value => Changed(Office.Stamp(value, SealingOffice.Signed)) });
        Office.Verify(package, Revoked(Later)).IsUndecided(SubIndications.RevokedNoPoe, "CERT-REVOCATION");
        Office.Verify(Office.SealDocument(new() { Stamp = _ => new byte[] { 1, 2, 3 } })).IsUndecided(SubIndications.SignatureConstraintsFailure, "TIME-STAMP");
    }

    [Fact]
    public void Time_stamp_of_an_authority_whose_key_was_lost_later_proves_nothing_but_of_one_that_closed_does()
    {
        var package = Office.SealDocument();
        Office.Verify(package, Office.Input(null, new RevokedCertificate(Office.Tsa.SerialNumberText, Later, RevocationReason.CessationOfOperation))).Passes();
        Office.Verify(package, Office.Input(null, new RevokedCertificate(Office.Tsa.SerialNumberText, Later, RevocationReason.KeyCompromise)))
            .IsUndecided(SubIndications.NoCertificateChainFoundNoPoe, "TIME-STAMP");
    }

    [Fact]
    public void Claim_after_the_proved_time_is_a_contradiction()
    {
        Office.Verify(Office.SealDocument(new() { Claimed = SealingOffice.Signed.AddMinutes(4), StampedAt = SealingOffice.Signed })).Passes();
        Office.Verify(Office.SealDocument(new() { Claimed = SealingOffice.Signed.AddMinutes(6), StampedAt = SealingOffice.Signed }))
            .IsUndecided(SubIndications.TimeStampOrderFailure, "SIGNING-TIME");
        Office.Verify(Office.SealDocument(new() { Claimed = SealingOffice.Now.AddDays(1), StampedAt = null })).IsUndecided(SubIndications.TimeStampOrderFailure, "SIGNING-TIME");
    }

    [Fact]
    public void Lost_seal_refuses_later_signatures_and_keeps_earlier_stamped_ones()
    {
        var package = Office.SealDocument();
        Office.Verify(package, Lost(Later)).Passes();
        Assert.Equal(CheckStatus.Warning, Office.Verify(package, Lost(Later)).Status("SEAL-STATE"));
        Office.Verify(package, Lost(SealingOffice.Signed)).Fails(SubIndications.Revoked, "SEAL-STATE");
        Office.Verify(Office.SealDocument(new() { StampedAt = null }), Lost(Later)).IsUndecided(SubIndications.RevokedNoPoe, "SEAL-STATE");
    }

    [Fact]
    public void Missing_and_stale_lists_leave_it_open_and_grace_is_counted()
    {
        var input = Office.Input();
        var unstamped = Office.SealDocument(new() { StampedAt = null });
        Office.Verify(unstamped, input with { Material = input.Material with { RevocationLists = [] } }).IsUndecided(SubIndications.TryLater, "CERT-REVOCATION");
        var stale = input with { Time = new Trust.Testing.ManualTime(SealingOffice.Now.AddDays(1).AddHours(1)) };
        Office.Verify(unstamped, stale).IsUndecided(SubIndications.TryLater, "CERT-REVOCATION");
        var report = Office.Verify(unstamped, stale with { Policy = new() { Grace = TimeSpan.FromHours(2) } }).Passes();
        Assert.Equal(CheckStatus.Warning, report.Status("CERT-REVOCATION"));
        Office.Verify(unstamped, input with { Material = input.Material with { ExpiresAt = SealingOffice.Now.AddSeconds(-1) } }).IsUndecided(SubIndications.TryLater, "TRUST-LIST");
    }

    [Fact]
    public void Policy_may_demand_a_proved_time()
    {
        var input = Office.Input() with { Policy = new() { RequiresProvedTime = true } };
        Office.Verify(Office.SealDocument(), input).Passes();
        Office.Verify(Office.SealDocument(new() { StampedAt = null }), input).IsUndecided(SubIndications.SignatureConstraintsFailure, "TIME-STAMP");
    }

    [Fact]
    public void Policy_may_demand_that_a_check_was_made()
    {
        var input = Office.Input() with { Policy = new() { RequiredChecks = ["SEAL-STATE", "SIG-VALUE"] } };
        Office.Verify(Office.SealDocument(), input).IsUndecided(SubIndications.SignatureConstraintsFailure, "POLICY");
        var states = new SealStateList(SealingOffice.Now, SealingOffice.Now.AddMinutes(5), []);
        Office.Verify(Office.SealDocument(), input with { Material = input.Material with { SealStates = states } }).Passes();
    }

    [Fact]
    public void Unknown_root_leaves_it_open()
    {
        var input = Office.Input();
        Office.Verify(Office.SealDocument(), input with { Material = input.Material with { Anchors = [new SealingOffice().Root] } })
            .IsUndecided(SubIndications.NoCertificateChainFound, "CERT-CHAIN");
    }

    private static VerificationInput Revoked(DateTimeOffset time) =>
        Office.Input(null, new RevokedCertificate(Office.Signer.SerialNumberText, time, RevocationReason.KeyCompromise));

    private static VerificationInput With(VerificationInput input, KnownProof proof) => input with { Material = input.Material with { Proofs = [proof] } };

    private static VerificationInput Lost(DateTimeOffset since)
    {
        var input = Office.Input();
        var state = new KnownSealState(Convert.ToHexStringLower(Sm3.HashData(Office.Seal.Encoded.Span)), false, "lost", since);
        return input with { Material = input.Material with { SealStates = new(SealingOffice.Now, SealingOffice.Now.AddMinutes(5), [state]) } };
    }

    private static byte[] Changed(ReadOnlyMemory<byte> token)
    {
        var bytes = token.ToArray();
        bytes[^5] ^= 1;
        return bytes;
    }
}
